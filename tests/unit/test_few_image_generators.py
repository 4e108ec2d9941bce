"""Pembuat citra yang hanya melihat sedikit citra: bentuk, urutan kelas, dan DiffAugment."""

import numpy as np
import pytest

from generatif import few_image_generators as tool
from generatif.models.cgan import build_discriminator


def dark_and_bright(per_class=6):
    """Kelas 0 redup dan kelas 1 terang, `uint8`."""
    rng = np.random.default_rng(0)
    images = rng.integers(0, 60, (2 * per_class, 28, 28, 1))
    images[per_class:, 4:24, 4:24] += 180
    return images.astype("uint8"), np.arange(2).repeat(per_class)


OPTIONS = {"gauss": {}, "vae": {"steps": 2, "width": 4}, "gan": {"steps": 2, "width": 4}}


class Recorder:
    """Pengganti model: mencatat data latihnya, lalu membuat citra seterang labelnya."""

    def fit(self, images, labels, **options):
        self.images, self.labels, self.options = images, labels, options

    def decode(self, latent, labels):
        return np.ones((len(latent), 28, 28, 1)) * labels[:, None, None, None] / 4

    def __call__(self, inputs):
        return 2 * self.decode(*inputs) - 1


CASES = [
    ("vae", "build_conditional_vae", tool.VAE_BATCH, 0),
    ("gan", "build_few_cgan", tool.GAN_BATCH, -1),
]


@pytest.mark.parametrize(("kind", "builder", "batch", "lowest"), CASES)
def test_training_sees_only_the_few_and_samples_are_ordered(
    monkeypatch, kind, builder, batch, lowest
):
    model = Recorder()
    monkeypatch.setattr(tool, builder, lambda *_, **__: model)
    images, labels = dark_and_bright()
    made = tool.sampler(kind, steps=9)(images, labels, 5, 150, seed=1)
    assert made.shape == (750, 28, 28, 1)
    assert made.dtype == np.uint8
    brightness = np.rint(np.arange(5).repeat(150) * 255 / 4)
    assert np.abs(made[:, 0, 0, 0] - brightness).max() <= 1
    assert len(model.images) == 9 * batch
    assert model.options["batch_size"] == batch
    assert model.images.min() >= lowest
    assert model.images.max() <= 1
    seen = np.rint((model.images - lowest) / (1 - lowest) * 255).astype("uint8")
    known = {image.tobytes(): label for image, label in zip(images, labels, strict=True)}
    assert [known[each.tobytes()] for each in seen] == model.labels.tolist()
    assert len({each.tobytes() for each in seen}) == 12


@pytest.mark.parametrize("kind", OPTIONS)
def test_samples_differ_within_a_class_and_follow_the_seed(kind):
    make = tool.sampler(kind, **OPTIONS[kind])
    first, again, other = (make(*dark_and_bright(), 2, 2, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
    assert (first[0] != first[1]).any()


def test_gauss_keeps_the_class_means():
    images, labels = dark_and_bright()
    made = tool.sample_gauss(images, labels, 2, 400, seed=0)
    for label in (0, 1):
        own = images[labels == label].mean()
        assert abs(made[label * 400 : (label + 1) * 400].mean() - own) < 4


def test_only_the_discriminator_sees_changed_images():
    gan = tool.build_few_cgan(4, 2, steps=5, seed=3)
    plain = build_discriminator(4, 2)
    shapes = [each.shape for each in gan.discriminator.trainable_weights]
    assert shapes == [each.shape for each in plain.trainable_weights]
    images = np.random.default_rng(0).uniform(-1, 1, (3, 28, 28, 1)).astype("float32")
    labels = np.eye(2, dtype="float32")[[0, 1, 0]]
    logits = [np.asarray(gan.discriminator([images, labels], training=True)) for _ in range(2)]
    assert (logits[0] != logits[1]).all()
    plain.set_weights([np.asarray(each) for each in gan.discriminator.trainable_weights])
    np.testing.assert_allclose(
        gan.discriminator([images, labels]), plain([images, labels]), rtol=1e-5, atol=1e-6
    )


def test_one_step_moves_both_networks():
    gan = tool.build_few_cgan(4, 2, steps=5, seed=3)
    networks = gan.generator, gan.discriminator
    before = [[np.array(each) for each in net.trainable_weights] for net in networks]
    images = np.random.default_rng(0).uniform(-1, 1, (8, 28, 28, 1)).astype("float32")
    gan.fit(images, np.arange(8) % 2, batch_size=8, verbose=0)
    for network, old in zip(networks, before, strict=True):
        moved = [
            (np.asarray(a) != b).any() for a, b in zip(network.trainable_weights, old, strict=True)
        ]
        assert all(moved)


def test_unknown_kinds_are_refused():
    with pytest.raises(ValueError, match="gauss, vae, gan"):
        tool.sampler("difusi")
