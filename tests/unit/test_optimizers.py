"""Jadwal laju pembelajaran yang sama pada semua autoencoder."""

import numpy as np
import pytest

from generatif.models.autoencoder import build_autoencoder
from generatif.models.convolutional_autoencoder import build_convolutional_autoencoder
from generatif.models.denoising_autoencoder import build_denoising_autoencoder
from generatif.models.sparse_autoencoder import build_sparse_autoencoder
from generatif.models.vae import VAE, build_vae

BUILDERS = {
    "bertumpuk": lambda: build_autoencoder(2, (), steps=4, seed=1),
    "konvolusional": lambda: build_convolutional_autoencoder(2, 4, steps=4, seed=1),
    "peredam derau": lambda: build_denoising_autoencoder(4, 2, steps=4, seed=1),
    "sparse": lambda: build_sparse_autoencoder(2, steps=4, seed=1),
    "VAE": lambda: build_vae(2, 4, steps=4, seed=1),
}


@pytest.mark.parametrize("build", BUILDERS.values(), ids=BUILDERS)
def test_learning_rate_falls_to_zero_along_a_cosine(build):
    model = build()
    images = np.random.default_rng(0).random((2, 28, 28, 1), dtype="float32")
    rates = []
    for _ in range(5):
        rates.append(float(model.optimizer.learning_rate))
        model.fit(images, None if isinstance(model, VAE) else images, verbose=0)
    cosine = 2e-3 * (1 + np.cos(np.pi * np.arange(5) / 4)) / 2
    assert rates == pytest.approx(cosine, abs=1e-9)
