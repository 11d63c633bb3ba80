package org.slicelstm.cli;

import org.slicelstm.Product;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"SliceLSTM " + Product.VERSION + " (research use only)"};
    }
}
