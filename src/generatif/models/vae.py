"""Autoencoder variasional (VAE).

Sumber: Kingma dan Welling (2014), *Auto-Encoding Variational Bayes*, arXiv 1312.6114; bobot
`beta` dari Higgins dkk. (2017), *beta-VAE*. Perbedaan dari makalah: jaringan konvolusional yang
sama dengan `generatif.models.convolutional_autoencoder`, sehingga yang berbeda hanya *loss*-nya;
Adam, bukan Adagrad; dan piksel kelabu dipakai sebagai sasaran entropi silang, seperti peluang.

Kedua suku *loss* dijumlahkan atas piksel dan atas unit laten, lalu dirata-ratakan atas *batch*:
satuannya nat per citra.
"""

import keras
import tensorflow as tf
from keras import ops

from generatif.checks import require, require_positive_int
from generatif.models.convolutional_autoencoder import build_decoder, build_encoder
from generatif.optimizers import cosine_adam
from generatif.runtime import split_seed

LEARNING_RATE = 2e-3


def gaussian_kl(mean, log_var):
    r"""Divergensi KL dari $N(\mu, \sigma^2 I)$ ke $N(0, I)$, bentuk tertutup.

    $\frac12 \sum_j (\sigma_j^2 + \mu_j^2 - 1 - \log \sigma_j^2)$; makalah, lampiran B.

    Args:
        mean: tensor `(B, d)`, $\mu$.
        log_var: tensor `(B, d)`, $\log \sigma^2$.

    Returns:
        Tensor `(B,)`, nat, >= 0.
    """
    return 0.5 * ops.sum(ops.exp(log_var) + mean**2 - 1 - log_var, axis=-1)


def bernoulli_error(images, made):
    """Entropi silang biner, dijumlahkan atas semua piksel sebuah citra.

    Args:
        images: tensor `(B, H, W, C)` dalam [0, 1], sasaran.
        made: tensor sebentuk dalam [0, 1], peluang dari dekoder.

    Returns:
        Tensor `(B,)`, nat, >= 0; tidak nol untuk piksel kelabu walaupun `made` tepat.
    """
    return ops.sum(ops.binary_crossentropy(images, made), axis=(1, 2, 3))


def reparameterize(mean, log_var, seed=None):
    r"""Ambil $z = \mu + \sigma \varepsilon$ dengan $\varepsilon$ dari $N(0, I)$.

    Args:
        mean: tensor `(B, d)`, $\mu$.
        log_var: tensor `(B, d)`, $\log \sigma^2$.
        seed: `int`, `keras.random.SeedGenerator`, atau `None`.

    Returns:
        Tensor `(B, d)`.
    """
    return mean + ops.exp(0.5 * log_var) * keras.random.normal(ops.shape(mean), seed=seed)


class VAE(keras.Model):
    r"""VAE dari sepasang jaringan; dilatih dengan `fit(citra)`, tanpa sasaran.

    Args:
        encoder: model Keras `(B, H, W, C) -> (B, 2d)`: $\mu$ lalu $\log \sigma^2$.
        decoder: model Keras `(B, d) -> (B, H, W, C)`, piksel dalam [0, 1].
        beta: bobot divergensi KL, >= 0; 1 untuk batas bawah *evidence*.
        seed: `int` atau `None`; benih penyampelan laten.

    Raises:
        ValueError: bila bentuk kedua jaringan tidak bersambung atau `beta` negatif.
    """

    def __init__(self, encoder, decoder, beta=1.0, seed=None):
        super().__init__(name="vae")
        latent_dim = decoder.input_shape[-1]
        outputs = encoder.output_shape[-1]
        require(outputs == 2 * latent_dim, "keluaran enkoder", outputs, f"2 x {latent_dim}")
        require(beta >= 0, "beta", beta, "bilangan >= 0")
        self.encoder = encoder
        self.decoder = decoder
        self.latent_dim = latent_dim
        self.beta = self.add_weight(
            shape=(), initializer=keras.initializers.Constant(beta), trainable=False, name="beta"
        )
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.loss_mean = keras.metrics.Mean(name="loss")
        self.reconstruction_mean = keras.metrics.Mean(name="reconstruction")
        self.kl_mean = keras.metrics.Mean(name="kl")
        self.built = True

    @property
    def metrics(self):
        """Rerata `loss`, `reconstruction`, dan `kl` per epoch, nat per citra."""
        return [self.loss_mean, self.reconstruction_mean, self.kl_mean]

    def train_step(self, images):
        """Satu langkah penurunan gradien.

        Args:
            images: tensor `(B, H, W, C)` dalam [0, 1].

        Returns:
            `dict` rerata berjalan ketiga metrik.
        """
        with tf.GradientTape() as tape:
            loss = self.negative_elbo(images)
        weights = self.trainable_variables
        self.optimizer.apply(tape.gradient(loss, weights), weights)
        return self.get_metrics_result()

    def test_step(self, images):
        """Ukur *loss* tanpa memperbarui bobot, seperti :meth:`train_step`."""
        self.negative_elbo(images, training=False)
        return self.get_metrics_result()

    def negative_elbo(self, images, training=True):
        """Galat rekonstruksi ditambah `beta` kali divergensi KL, rerata atas *batch*.

        Args:
            images: tensor `(B, H, W, C)` dalam [0, 1].
            training: diteruskan ke kedua jaringan.

        Returns:
            Skalar `()`, nat per citra.
        """
        mean, log_var = self.encode(images, training)
        latent = reparameterize(mean, log_var, self.seed_generator)
        error = bernoulli_error(images, self.decoder(latent, training=training))
        kl = gaussian_kl(mean, log_var)
        loss = ops.mean(error + self.beta * kl)
        self.loss_mean.update_state(loss)
        self.reconstruction_mean.update_state(error)
        self.kl_mean.update_state(kl)
        return loss

    def encode(self, images, training=False):
        """Parameter sebaran posterior: pasangan tensor `(B, d)`, rerata dan log ragam."""
        return ops.split(self.encoder(images, training=training), 2, axis=-1)

    def call(self, images, training=False):
        """Bangun kembali `images` `(B, H, W, C)` dari rerata posteriornya."""
        mean, _ = self.encode(images, training)
        return self.decoder(mean, training=training)


def build_vae(latent_dim=16, width=32, *, beta=1.0, steps=None, seed=None):
    """Rakit VAE konvolusional yang siap dilatih.

    Args:
        latent_dim: ukuran vektor laten.
        width: lebar kedua jaringan.
        beta: bobot divergensi KL.
        steps: banyak langkah seluruh pelatihan bagi jadwal kosinus; `None` untuk laju tetap.
        seed: `int` atau `None`; benih bobot awal dan penyampelan laten.

    Returns:
        :class:`VAE` untuk citra `(B, 28, 28, 1)`, piksel dalam [0, 1], yang sudah di-`compile`.

    Raises:
        ValueError: bila suatu argumen di luar rentangnya.
    """
    require_positive_int(latent_dim=latent_dim, width=width)
    encoder_seed, decoder_seed, latent_seed = split_seed(seed, 3)
    encoder = build_encoder(2 * latent_dim, width, encoder_seed)
    model = VAE(encoder, build_decoder(latent_dim, width, decoder_seed), beta, latent_seed)
    model.compile(cosine_adam(LEARNING_RATE, steps))
    model.optimizer.build(model.trainable_variables)
    return model
