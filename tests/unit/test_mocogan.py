"""GAN video: GRU menurut NumPy, isi yang tetap, loss kedua penilai, siapa yang bergerak."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from gan_contract import ModeProbe, changed, play, snapshot

from generatif.models.mini import GENERATOR_RATE, build_discriminator
from generatif.models.mocogan import (
    MoCoGAN,
    build_clip_discriminator,
    build_generator,
)
from generatif.models.mocogan_variants import (
    DISCRIMINATOR_RATE,
    GENERATORS,
    build_mocogan,
    build_shifting_generator,
    place_sprites,
)
from generatif.moving_digits import make_clips, random_paths, shrink

CONTENT, MOTION, WIDTH, COUNT = 5, 3, 2, 6


@pytest.fixture
def clips():
    return tf.constant(
        np.random.default_rng(0).uniform(-1, 1, (COUNT, 10, 28, 28, 1)), dtype="float32"
    )


@pytest.fixture
def latent():
    rng = np.random.default_rng(1)
    shapes = (COUNT, CONTENT), (COUNT, 11, MOTION)
    return [rng.standard_normal(shape).astype("float32") for shape in shapes]


def make_gan(frame_judge=True, seed=4):
    gan = MoCoGAN(
        build_generator(CONTENT, MOTION, WIDTH, seed=1),
        build_clip_discriminator(WIDTH, seed=2),
        build_discriminator(WIDTH, 3) if frame_judge else None,
        seed=seed,
    )
    gan.compile(keras.optimizers.Adam(1e-3), keras.optimizers.Adam(1e-3))
    return gan


def cross_entropy(logits, target):
    logits = np.asarray(logits, "float64")
    return np.mean(np.logaddexp(0, logits) - target * logits)


def test_motion_is_a_gru_started_by_the_first_row(latent):
    """GRU Cho dkk. (2014) dalam bentuk Keras (`reset_after`), dihitung dengan NumPy."""
    network = build_shifting_generator(CONTENT, MOTION, WIDTH, seed=1)
    layer = network.get_layer("motion")
    kernel, recurrent, bias = (np.asarray(each, "float64") for each in layer.weights)
    state = latent[1][:, 0].astype("float64")
    expected = []
    for noise in latent[1][:, 1:].transpose(1, 0, 2):
        update, reset, new = np.split(noise @ kernel + bias[0], 3, axis=1)
        old_update, old_reset, old_new = np.split(state @ recurrent + bias[1], 3, axis=1)
        update, reset = (
            1 / (1 + np.exp(-each)) for each in (update + old_update, reset + old_reset)
        )
        state = update * state + (1 - update) * np.tanh(new + reset * old_new)
        expected.append(state)
    probe = keras.Model(network.inputs, layer.output)
    np.testing.assert_allclose(probe(latent), np.stack(expected, axis=1), atol=1e-5)


def test_a_frame_depends_on_content_and_the_noise_up_to_it(latent):
    network = build_generator(CONTENT, MOTION, WIDTH, seed=1)
    content, noise = latent
    late = noise.copy()
    late[:, 6:] += 1
    before, after = (np.asarray(network([content, each])) for each in (noise, late))
    np.testing.assert_array_equal(before[:, :5], after[:, :5])
    assert np.abs(before[:, 5:] - after[:, 5:]).max() > 1e-4
    other = np.asarray(network([content + 1, noise]))
    assert (np.abs(other - before).max(axis=(2, 3, 4)) > 1e-4).all()


def test_shifting_equals_the_data_maker():
    digits = np.random.default_rng(0).integers(0, 256, (3, 28, 28, 1), np.uint8)
    paths = random_paths(3, seed=5)
    made = place_sprites(tf.constant(shrink(digits) / 255), tf.constant(paths))
    np.testing.assert_allclose(255 * made.numpy(), make_clips(digits, paths), atol=0.51)


def test_shifting_moves_one_picture(latent):
    """Kecerahan seluruh klip tetap: isinya satu gambar, yang berubah hanya letaknya."""
    network = build_shifting_generator(CONTENT, MOTION, WIDTH, seed=1)
    light = (np.asarray(network(latent), "float64") + 1).sum(axis=(2, 3, 4))
    np.testing.assert_allclose(light, np.repeat(light[:, :1], 10, axis=1), rtol=1e-4)
    other = np.asarray(network([latent[0], latent[1][::-1]]), "float64") + 1
    np.testing.assert_allclose(other.sum(axis=(2, 3, 4)), light, rtol=1e-4)


@pytest.mark.parametrize(("bias", "corner"), [(-40, 0), (0, 7), (40, 14)])
def test_places_span_the_whole_room(bias, corner, latent):
    """Letak yang jenuh ke bawah atau ke atas menempel di kedua tepi bidang."""
    network = build_shifting_generator(CONTENT, MOTION, WIDTH, seed=1)
    layer = network.get_layer("place")
    layer.set_weights([np.zeros((MOTION, 2)), np.full(2, bias)])
    frame = np.asarray(network(latent))[:, 0, ..., 0] + 1
    inside = frame[:, corner : corner + 14, corner : corner + 14]
    assert inside.sum() > 0
    np.testing.assert_allclose(inside.sum(), frame.sum(), rtol=1e-5)


def test_whole_clips_unfold_channels_into_frames_and_blocks(latent):
    """Kanal keluaran terakhir: bingkai, lalu baris dan lajur di dalam blok 2x2."""
    network = GENERATORS["whole"](CONTENT, MOTION, WIDTH, seed=1)
    (last,) = (each for each in network.layers if each.output.shape[1:] == (14, 14, 40))
    folded = np.asarray(keras.Model(network.inputs, last.output)(latent))
    expected = folded.reshape(COUNT, 14, 14, 10, 2, 2).transpose(0, 3, 1, 4, 2, 5)
    made = np.asarray(network(latent))
    np.testing.assert_array_equal(made, expected.reshape(COUNT, 10, 28, 28, 1))


@pytest.mark.parametrize("design", ["shift", "frame"])
def test_longer_clips_use_the_same_weights(design, latent):
    network, longer = (
        GENERATORS[design](CONTENT, MOTION, WIDTH, frames=frames, seed=1) for frames in (10, 14)
    )
    longer.set_weights(network.get_weights())
    noise = np.concatenate([latent[1], latent[1][:, :4]], axis=1)
    np.testing.assert_allclose(longer([latent[0], noise])[:, :10], network(latent), atol=1e-5)


@pytest.mark.parametrize("design", GENERATORS)
def test_every_generator_makes_clips_from_both_inputs(design, latent):
    network = GENERATORS[design](CONTENT, MOTION, WIDTH, seed=1)
    made = np.asarray(network(latent))
    assert made.shape == (COUNT, 10, 28, 28, 1)
    assert np.abs(made).max() <= 1
    for changed_inputs in ([latent[0] + 1, latent[1]], [latent[0], latent[1] + 1]):
        assert np.abs(np.asarray(network(changed_inputs)) - made).max() > 1e-4


def test_clip_discriminator_sees_the_order_of_frames(clips):
    network = build_clip_discriminator(WIDTH, seed=2)
    blocks = keras.Model(network.inputs, network.layers[2].output)(clips).numpy()
    expected = np.asarray(clips).reshape(COUNT, 10, 14, 2, 14, 2).transpose(0, 2, 4, 1, 3, 5)
    np.testing.assert_array_equal(blocks, expected.reshape(COUNT, 14, 14, 40))
    turned = network(clips[:, ::-1]).numpy()
    assert np.abs(network(clips).numpy() - turned).max() > 1e-4


@pytest.mark.parametrize("frame_judge", [True, False])
def test_losses_equal_numpy_with_the_same_draw(clips, frame_judge):
    gan, twin = make_gan(frame_judge), make_gan(frame_judge)
    fake = twin.generator(twin.sample_latent(COUNT), training=True)
    judged = [(twin.clip_discriminator, clips, fake)]
    if frame_judge:
        frames = [twin.pick_frames(each) for each in (clips, fake)]
        judged.append((twin.frame_discriminator, *frames))
    _, d_loss, g_loss = play(gan, clips)
    expected_d = expected_g = 0
    for judge, real, made in judged:
        real, made = judge(real), judge(made)
        expected_d += cross_entropy(real, 0.9) + cross_entropy(made, 0)
        expected_g += cross_entropy(made, 1)
    assert float(d_loss) == pytest.approx(expected_d, abs=1e-5)
    assert float(g_loss) == pytest.approx(expected_g, abs=1e-5)


def test_picked_frames_come_from_their_own_clips():
    """Piksel klip n bingkai t bernilai 10 n + t: puluhannya tetap, satuannya berganti-ganti."""
    marks = 10 * np.arange(200)[:, None] + np.arange(10)
    clips = tf.constant(np.broadcast_to(marks[..., None, None, None], (200, 10, 28, 28, 1)))
    picked = make_gan().pick_frames(clips).numpy()
    assert picked.shape == (200, 28, 28, 1)
    clip, frame = np.divmod(picked[:, 0, 0, 0], 10)
    np.testing.assert_array_equal(clip, np.arange(200))
    assert set(frame) == set(range(10))


@pytest.mark.parametrize("player", ["discriminator", "generator"])
def test_each_step_moves_one_side_only(clips, player):
    gan = make_gan()
    judges = [gan.clip_discriminator, gan.frame_discriminator]
    movers, others = (judges, [gan.generator])[:: 1 if player == "discriminator" else -1]
    movers, others = (each if isinstance(each, list) else [each] for each in (movers, others))
    tape, d_loss, g_loss = play(gan, clips)
    before = [snapshot(each) for each in (*movers, *others)]
    loss = d_loss if player == "discriminator" else g_loss
    getattr(gan, f"train_{player}")(tape, loss)
    moved = [changed(*pair) for pair in zip(before, (*movers, *others), strict=True)]
    assert all(all(each) for each in moved[: len(movers)])
    assert not any(any(each) for each in moved[len(movers) :])


def test_every_network_runs_in_training_mode(clips):
    gan = make_gan()
    probes = {}
    for name in ("generator", "clip_discriminator", "frame_discriminator"):
        network, probe = getattr(gan, name), ModeProbe()
        inputs = network.inputs if name == "generator" else network.inputs[0]
        setattr(gan, name, keras.Model(network.inputs, probe(network(inputs))))
        probe.modes.clear()
        probes[name] = probe
    gan.play(clips)
    assert probes["generator"].modes == [True]
    assert probes["clip_discriminator"].modes == probes["frame_discriminator"].modes == [True] * 2


@pytest.mark.parametrize("design", GENERATORS)
def test_fit_reports_four_means_and_moves_the_average(clips, design):
    gan = build_mocogan(4, 3, 2, design=design, steps=4, seed=0)
    before = [weight.numpy().copy() for weight in gan.average_generator.weights]
    history = gan.fit(clips.numpy(), batch_size=3, epochs=2, verbose=0).history
    assert set(history) == {"d_loss", "g_loss", "d_real", "d_fake"}
    assert np.isfinite(list(history.values())).all()
    after = [weight.numpy() for weight in gan.average_generator.weights]
    assert not all(np.array_equal(*pair) for pair in zip(before, after, strict=True))


def test_sampling_uses_the_average(latent):
    gan = make_gan()
    for weight in gan.generator.trainable_variables:
        weight.assign_add(tf.ones_like(weight))
    np.testing.assert_array_equal(gan(latent), gan.average_generator(latent, training=False))


def test_same_seed_same_losses(clips):
    losses = [
        [float(each) for each in play(build_mocogan(4, 3, 2, steps=5, seed=7), clips)[1:]]
        for _ in range(2)
    ]
    assert losses[0] == losses[1]


def test_another_seed_draws_and_starts_otherwise():
    first, second = (make_gan(seed=seed).sample_latent(COUNT) for seed in (4, 5))
    assert not np.allclose(first[0], second[0])
    gans = [build_mocogan(4, 3, 2, steps=5, seed=seed) for seed in (7, 8)]
    for name in ("generator", "clip_discriminator", "frame_discriminator"):
        first, second = (getattr(each, name).get_weights() for each in gans)
        assert any(not np.array_equal(*pair) for pair in zip(first, second, strict=True))


def test_rates_fall_to_zero_over_the_training():
    gan = build_mocogan(4, 3, 2, steps=5, seed=0)
    optimizers = {gan.g_optimizer: GENERATOR_RATE, gan.d_optimizer: DISCRIMINATOR_RATE}
    for optimizer, start in optimizers.items():
        assert float(optimizer.learning_rate) == pytest.approx(start)
        optimizer.iterations.assign(5)
        assert float(optimizer.learning_rate) == pytest.approx(0, abs=1e-9)


def test_wrong_input_is_refused(clips):
    generator = build_generator(CONTENT, MOTION, WIDTH)
    with pytest.raises(ValueError, match="masukan penilai klip"):
        MoCoGAN(generator, build_clip_discriminator(WIDTH, frames=8))
    wrong = keras.Sequential([keras.Input((14, 14, 1)), keras.layers.Flatten()])
    with pytest.raises(ValueError, match="masukan penilai bingkai"):
        MoCoGAN(generator, build_clip_discriminator(WIDTH), wrong)
    with pytest.raises(ValueError, match="design = 'lain'"):
        build_mocogan(design="lain", steps=1)
    with pytest.raises(ValueError, match="bilangan bulat positif"):
        build_mocogan(steps=0)
    with pytest.raises(ValueError, match="Citra asli berbentuk"):
        make_gan().train_step(clips[:, :5])
    same = keras.optimizers.Adam()
    with pytest.raises(ValueError, match="d_optimizer"):
        make_gan().compile(same, same)
