"""DiffAugment: citra asli dan palsu diubah dengan cara yang sama sebelum dinilai.

Sumber: Zhao, Liu, Lin, Zhu, Han (2020), *Differentiable Augmentation for Data-Efficient GAN
Training*, arXiv 2006.10738; ukurannya menurut versi pertama kode penulisnya, yang membulatkan
banyak piksel ke bawah. Perbedaan dari makalah: hanya penggeseran dan pelubangan. Warna tidak
dipakai, karena angka MNIST hanya hitam dan putih.
"""

import keras
import tensorflow as tf
from keras import layers, saving

from generatif.checks import require


@saving.register_keras_serializable("generatif")
class DiffAugment(layers.Layer):
    """Geser lalu lubangi setiap citra secara acak, hanya saat pelatihan.

    Dipasang sebagai lapisan pertama diskriminator. Undiannya sendiri-sendiri bagi setiap contoh,
    dan gradiennya mengalir kembali ke generator.

    Args:
        shift: geseran terbesar ke tiap arah, bagian dari sisi citra, dalam [0, 1); tepi yang
            kosong diisi nol.
        hole: sisi lubang persegi, bagian dari sisi citra, dalam [0, 1]; pusatnya di mana saja di
            dalam citra, isinya nol. 0 untuk tanpa lubang.
        seed: `int` atau `None`.
        **options: argumen lain `keras.layers.Layer`.

    Raises:
        ValueError: bila `shift` atau `hole` di luar selang.
    """

    def __init__(self, shift=0.125, hole=0.5, seed=None, **options):
        super().__init__(**options)
        require(0 <= shift < 1, "shift", shift, "bilangan dalam [0, 1)")
        require(0 <= hole <= 1, "hole", hole, "bilangan dalam [0, 1]")
        self.shift = shift
        self.hole = hole
        self.seed = seed
        self.seed_generator = keras.random.SeedGenerator(seed)

    def call(self, images, training=False):
        """Ubah `images` `(B, H, W, C)` bila `training`; kalau tidak, kembalikan apa adanya."""
        if not training:
            return images
        return self.punch(self.translate(images))

    def translate(self, images):
        """Geser tiap citra sebanyak bilangan bulat piksel: tambah tepi, lalu potong."""
        height, width = images.shape[1:3]
        edges = int(self.shift * height), int(self.shift * width)
        padded = tf.pad(images, [[0, 0], [edges[0]] * 2, [edges[1]] * 2, [0, 0]])
        rows = tf.range(height) + self.draw(images, 2 * edges[0] + 1)
        columns = tf.range(width) + self.draw(images, 2 * edges[1] + 1)
        moved = tf.gather(padded, rows, axis=1, batch_dims=1)
        return tf.gather(moved, columns, axis=2, batch_dims=1)

    def punch(self, images):
        """Isi satu persegi di tiap citra dengan nol; yang keluar dari tepi terpotong."""
        inside = []
        for side in images.shape[1:3]:
            size = int(self.hole * side)
            offset = tf.range(side) - self.draw(images, side + 1 - size % 2) + size // 2
            inside.append(tf.logical_and(offset >= 0, offset < size))
        hole = tf.logical_and(inside[0][:, :, None], inside[1][:, None, :])
        return tf.where(hole[..., None], 0.0, images)

    def draw(self, images, count):
        """Undi bilangan bulat 0 sampai `count - 1` untuk setiap citra, `(B, 1)`."""
        shape = (tf.shape(images)[0], 1)
        return keras.random.randint(shape, 0, count, seed=self.seed_generator)

    def get_config(self):
        """Pengaturan lapisan, untuk menyalin dan menyimpannya."""
        return {**super().get_config(), "shift": self.shift, "hole": self.hole, "seed": self.seed}
