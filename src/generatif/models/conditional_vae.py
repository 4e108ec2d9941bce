"""VAE bersyarat: kelas citra diberikan kepada enkoder dan dekoder.

Sumber: Sohn, Lee, Yan (2015), *Learning Structured Output Representation using Deep Conditional
Generative Models*, NIPS. Perbedaan dari makalah: yang dibuat citra dari kelasnya, bukan sebaliknya,
dan priornya N(0, I) untuk semua kelas, bukan jaringan prior.
"""

import keras
import tensorflow as tf
from keras import layers, ops

from generatif.checks import require_positive_int
from generatif.models.convolutional_autoencoder import build_decoder, build_encoder
from generatif.models.vae import LEARNING_RATE, bernoulli_error, gaussian_kl, reparameterize
from generatif.optimizers import cosine_adam
from generatif.runtime import split_seed

FEATURES = 128


class ConditionalVAE(keras.Model):
    """VAE bersyarat; dilatih dengan `fit(citra, label)`.

    Args:
        features: model Keras `(B, H, W, C) -> (B, F)`, bagian enkoder yang hanya melihat citra.
        posterior: model Keras `(B, F + K) -> (B, 2d)`: rerata lalu log ragam.
        decoder: model Keras `(B, d + K) -> (B, H, W, C)`, piksel dalam [0, 1].
        classes: banyak kelas K.
        seed: `int` atau `None`; benih penyampelan laten.
    """

    def __init__(self, features, posterior, decoder, classes=10, seed=None):
        super().__init__(name="conditional_vae")
        self.features = features
        self.posterior = posterior
        self.decoder = decoder
        self.classes = classes
        self.latent_dim = posterior.output_shape[-1] // 2
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.loss_mean = keras.metrics.Mean(name="loss")
        self.reconstruction_mean = keras.metrics.Mean(name="reconstruction")
        self.kl_mean = keras.metrics.Mean(name="kl")
        self.built = True

    @property
    def metrics(self):
        """Rerata `loss`, `reconstruction`, dan `kl` per epoch, nat per citra."""
        return [self.loss_mean, self.reconstruction_mean, self.kl_mean]

    def train_step(self, batch):
        """Satu langkah penurunan gradien.

        Args:
            batch: pasangan citra `(B, H, W, C)` dalam [0, 1] dan label bilangan bulat `(B,)`.

        Returns:
            `dict` rerata berjalan ketiga metrik.
        """
        with tf.GradientTape() as tape:
            loss = self.negative_elbo(*batch)
        weights = self.trainable_variables
        self.optimizer.apply(tape.gradient(loss, weights), weights)
        return self.get_metrics_result()

    def negative_elbo(self, images, labels, training=True):
        """Galat rekonstruksi ditambah divergensi KL, rerata atas *batch*, nat per citra.

        Args:
            images: tensor `(B, H, W, C)` dalam [0, 1].
            labels: tensor bilangan bulat `(B,)`.
            training: diteruskan ke ketiga jaringan.

        Returns:
            Skalar `()`.
        """
        mean, log_var = self.encode(images, labels, training)
        latent = reparameterize(mean, log_var, self.seed_generator)
        error = bernoulli_error(images, self.decode(latent, labels, training))
        kl = gaussian_kl(mean, log_var)
        loss = ops.mean(error + kl)
        self.loss_mean.update_state(loss)
        self.reconstruction_mean.update_state(error)
        self.kl_mean.update_state(kl)
        return loss

    def encode(self, images, labels, training=False):
        """Rerata dan log ragam posterior, masing-masing `(B, d)`."""
        seen = self.features(images, training=training)
        return ops.split(self.posterior(self._join(seen, labels), training=training), 2, axis=-1)

    def decode(self, latent, labels, training=False):
        """Citra `(B, H, W, C)` dari vektor laten `(B, d)` dan label `(B,)`."""
        return self.decoder(self._join(latent, labels), training=training)

    def call(self, inputs, training=False):
        """Bangun kembali citra dari rerata posteriornya; `inputs` pasangan citra dan label."""
        images, labels = inputs
        mean, _ = self.encode(images, labels, training)
        return self.decode(mean, labels, training)

    def _join(self, values, labels):
        labels = ops.one_hot(ops.cast(labels, "int32"), self.classes)
        return ops.concatenate([values, labels], axis=-1)


def build_conditional_vae(latent_dim=16, width=32, classes=10, *, steps=None, seed=None):
    """Rakit VAE bersyarat yang siap dilatih.

    Args:
        latent_dim: ukuran vektor laten.
        width: lebar jaringan konvolusinya.
        classes: banyak kelas.
        steps: banyak langkah seluruh pelatihan bagi jadwal kosinus; `None` untuk laju tetap.
        seed: `int` atau `None`; benih bobot awal dan penyampelan laten.

    Returns:
        :class:`ConditionalVAE` untuk citra `(B, 28, 28, 1)`, piksel dalam [0, 1], yang sudah
        di-`compile`.

    Raises:
        ValueError: bila suatu ukuran bukan bilangan bulat positif.
    """
    require_positive_int(latent_dim=latent_dim, width=width, classes=classes)
    image_seed, label_seed, decoder_seed, latent_seed = split_seed(seed, 4)
    posterior = keras.Sequential(
        [
            keras.Input((FEATURES + classes,)),
            layers.Activation("relu"),
            layers.Dense(
                2 * latent_dim, kernel_initializer=keras.initializers.HeNormal(label_seed)
            ),
        ],
        name="posterior",
    )
    model = ConditionalVAE(
        build_encoder(FEATURES, width, image_seed),
        posterior,
        build_decoder(latent_dim + classes, width, decoder_seed),
        classes,
        latent_seed,
    )
    model.compile(cosine_adam(LEARNING_RATE, steps))
    model.optimizer.build(model.trainable_variables)
    return model
