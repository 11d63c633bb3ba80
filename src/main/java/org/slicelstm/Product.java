package org.slicelstm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What the product says of itself. */
public final class Product {
    /** The version of the build. */
    public static final String VERSION = version();

    /** Said in tables, dialogs and cards. */
    public static final String RESEARCH_USE_ONLY = "Research use only: not a medical device.";

    private Product() {
    }

    private static String version() {
        try (InputStream in = Product.class.getResourceAsStream("/org/slicelstm/product.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
