package org.slicelstm.model.network;

/** The backbones that can be built here. {@link #id()} is their name in recipes. */
public enum Architecture {
    VGG16("vgg16") {
        @Override
        public <T> T build(Layers<T> layers, T pictures) {
            return Vgg.build(layers, pictures, Vgg.VGG16);
        }
    },
    VGG19("vgg19") {
        @Override
        public <T> T build(Layers<T> layers, T pictures) {
            return Vgg.build(layers, pictures, Vgg.VGG19);
        }
    },
    DENSENET121("densenet121") {
        @Override
        public <T> T build(Layers<T> layers, T pictures) {
            return DenseNet121.build(layers, pictures);
        }
    },
    EFFICIENTNET_LITE0("efficientnet-lite0") {
        @Override
        public <T> T build(Layers<T> layers, T pictures) {
            return EfficientNetLite0.build(layers, pictures);
        }
    },
    TINY("tiny") {
        @Override
        public <T> T build(Layers<T> layers, T pictures) {
            return Tiny.build(layers, pictures);
        }
    };

    private final String id;

    Architecture(String id) {
        this.id = id;
    }

    /** The name in recipes, such as {@code efficientnet-lite0}. */
    public String id() {
        return id;
    }

    /**
     * Runs the layers in forward order.
     *
     * @param pictures normalised pictures {@code [n, H, W, 3]}
     * @return features {@code [n, F]}
     */
    public abstract <T> T build(Layers<T> layers, T pictures);

    @Override
    public String toString() {
        return id;
    }
}
