"""Demo GAN dua dimensi: langkahnya sama dengan TensorFlow, runtuh dan sembuh, dan kendalinya."""

import gzip
import tomllib

import numpy as np
import pytest
from site_build import ROOT

SOURCES = tomllib.loads((ROOT / "web" / "demos.toml").read_text("utf-8"))["bundles"]["gan2d"]
STEPS = 1200
MOST_WHEN_LOST = 5
RUN = """([name, seeds, steps]) => seeds.map((seed) => {
  const { game: Game, points: Points } = Generatif;
  const game = Game.makeGame({ seed, ...Game.PRESETS[name] });
  for (let i = 0; i < steps; i += 1) {
    Game.playRound(game, (count, uniform) => Points.samplePoints("ring", count, uniform));
  }
  return Points.coveredModes(Game.generate(game, 2500, 9));
})"""
TWO_ROUNDS = """([loss, penalty, real, latents]) => {
  const Game = Generatif.game;
  const setting = { generatorRate: 0.003, discriminatorRate: 0.001, judgeSteps: 1 };
  const game = Game.makeGame({ seed: 5, loss, penalty, ...setting });
  const copy = (network) => network.map((layer) => [[...layer.weights], [...layer.bias]]);
  const before = [copy(game.generator), copy(game.discriminator)];
  const losses = real.map((batch, i) => [
    Game.stepDiscriminator(game, Float64Array.from(batch), Float64Array.from(latents[i][0])),
    Game.stepGenerator(game, Float64Array.from(latents[i][1])),
  ]);
  return { before, losses, after: [copy(game.generator), copy(game.discriminator)] };
}"""


@pytest.fixture
def engine(chromium):
    """Halaman kosong yang memuat skrip demo."""
    page = chromium.new_page()
    page.set_default_timeout(900_000)
    for name in SOURCES:
        page.add_script_tag(content=(ROOT / "web" / name).read_text(encoding="utf-8"))
    yield page
    page.close()


def keras_network(weights):
    """Jaringan Keras float64 dengan bobot dari halaman."""
    import keras

    inputs = len(weights[0][0]) // len(weights[0][1])
    hidden = [
        keras.layers.Dense(len(bias), "tanh" if i < len(weights) - 1 else None, dtype="float64")
        for i, (_, bias) in enumerate(weights)
    ]
    network = keras.Sequential([keras.Input((inputs,), dtype="float64"), *hidden])
    network.set_weights(
        [part for w, b in weights for part in (np.reshape(w, (-1, len(b))), np.array(b))]
    )
    return network


def keras_losses(loss, real, fake):
    """Loss (diskriminator, generator) dari logit, langsung menurut definisinya."""
    import tensorflow as tf

    if loss == "wasserstein":
        return tf.reduce_mean(fake) - tf.reduce_mean(real), -tf.reduce_mean(fake)
    d_real, d_fake = tf.sigmoid(real), tf.sigmoid(fake)
    judge = -tf.reduce_mean(tf.math.log(d_real)) - tf.reduce_mean(tf.math.log(1 - d_fake))
    if loss == "saturating":
        return judge, tf.reduce_mean(tf.math.log(1 - d_fake))
    return judge, -tf.reduce_mean(tf.math.log(d_fake))


def play_keras(loss, penalty, before, real, latents):
    """Dua ronde yang sama dengan GradientTape dan Adam Keras; penalti R1-nya turunan kedua."""
    import keras
    import tensorflow as tf

    from generatif.models.laboratory import r1_penalty

    generator, judge = map(keras_network, before)
    adams = [keras.optimizers.Adam(rate, beta_1=0.5) for rate in (0.003, 0.001)]
    losses = []
    for batch, pair in zip(real, latents, strict=True):
        step = []
        for turn, (network, adam) in enumerate(zip((judge, generator), adams[::-1], strict=True)):
            with tf.GradientTape() as tape:
                fake = judge(generator(pair[turn].reshape(-1, 8)))
                points = tf.constant(batch.reshape(-1, 2))
                value = keras_losses(loss, judge(points), fake)[turn]
                if network is judge:
                    value += penalty * r1_penalty(judge, points)
            weights = network.trainable_variables
            adam.apply(tape.gradient(value, weights), weights)
            if network is judge and loss == "wasserstein":
                for weight in weights:
                    weight.assign(tf.clip_by_value(weight.value, -0.1, 0.1))
            step.append(float(value))
        losses.append(step)
    return losses, [generator.get_weights(), judge.get_weights()]


@pytest.mark.parametrize("penalty", [0, 1])
@pytest.mark.parametrize("loss", ["saturating", "nonsaturating", "wasserstein"])
def test_two_rounds_equal_tensorflow(engine, loss, penalty):
    rng = np.random.default_rng(3)
    real = rng.normal(size=(2, 64 * 2))
    latents = rng.normal(size=(2, 2, 64 * 8))
    page = engine.evaluate(TWO_ROUNDS, [loss, penalty, real.tolist(), latents.tolist()])
    losses, networks = play_keras(loss, penalty, page["before"], real, latents)
    np.testing.assert_allclose(page["losses"], losses, atol=1e-4)
    for mine, theirs in zip(page["after"], networks, strict=True):
        flat = np.concatenate([np.ravel(part) for layer in mine for part in layer])
        other = np.concatenate([np.ravel(part) for part in theirs])
        np.testing.assert_allclose(flat, other, atol=1e-4)
    moved = [np.ravel(layer[0]) for network in page["before"] for layer in network]
    after = [np.ravel(layer[0]) for network in page["after"] for layer in network]
    assert all(np.abs(a - b).max() > 5e-4 for a, b in zip(moved, after, strict=True))


def test_energy_distance_equals_scipy_distances(engine):
    from scipy.spatial.distance import cdist

    rng = np.random.default_rng(4)
    a, b = rng.normal(size=(40, 2)), rng.normal(0.5, 1, size=(30, 2))
    expected = 2 * cdist(a, b).mean() - cdist(a, a).mean() - cdist(b, b).mean()
    script = "([a, b]) => Generatif.points.energyDistance(a, b)"
    assert engine.evaluate(script, [a.ravel().tolist(), b.ravel().tolist()]) == pytest.approx(
        expected, abs=1e-9
    )


def test_covered_modes_equal_the_laboratory(engine):
    from generatif import failure_scores
    from generatif.models.laboratory_tasks import ring_points

    points = ring_points(500, seed=1)
    points[points[:, 0] > 0.5] = 0
    script = "(points) => Generatif.points.coveredModes(points)"
    found = engine.evaluate(script, points.astype(float).ravel().tolist())
    assert found == failure_scores.covered_modes(points) == 5


def check_presets(engine, seeds, needed):
    lost = engine.evaluate(RUN, ["collapsed", seeds, STEPS])
    found = engine.evaluate(RUN, ["cured", seeds, STEPS])
    print("runtuh:", lost, "sembuh:", found)
    assert sum(modes <= MOST_WHEN_LOST for modes in lost) >= needed
    assert sum(modes >= 7 for modes in found) >= needed


def test_presets_collapse_and_recover(engine):
    check_presets(engine, [1, 2], 2)


def test_presets_differ_in_one_switch(engine):
    presets = engine.evaluate("Generatif.game.PRESETS")
    lost, found = presets["collapsed"], presets["cured"]
    assert [name for name in lost if lost[name] != found[name]] == ["discriminatorRate"]
    assert lost["loss"] == "saturating"


@pytest.mark.slow
@pytest.mark.parametrize("first", [1, 101])
def test_presets_collapse_and_recover_on_ten_seeds(engine, first):
    check_presets(engine, list(range(first, first + 10)), 8)


def test_stored_measurement_belongs_to_these_scripts(engine):
    import measure_gan2d

    report = measure_gan2d.read_report()
    for name, share in (("cured", "seven"), ("collapsed", "five")):
        setting = engine.evaluate(f"Generatif.game.PRESETS.{name}")
        groups = report["settings"][measure_gan2d.slug(setting)]["groups"]
        assert [groups[group]["seeds"] for group in ("first", "fresh")] == [10, 10]
        assert groups["selection"][share] >= 0.95 * groups["selection"]["seeds"] > 0


@pytest.fixture
def panel(site_url, open_page):
    page = open_page(f"{site_url}/book/gan/kegagalan.html", width=360, height=740)
    page.locator("#demo-gan2d").scroll_into_view_if_needed()
    page.wait_for_selector("#demo-gan2d[data-state=siap]")
    return page


def part(page, role):
    return page.locator(f"#demo-gan2d [data-role={role}]")


def rounds(page):
    return page.evaluate("document.querySelector('#demo-gan2d').gan2d.round")


def pixels(page, role):
    return part(page, role).evaluate("canvas => canvas.toDataURL()")


def test_nothing_moves_before_play(panel):
    before = pixels(panel, "field")
    panel.wait_for_timeout(400)
    assert rounds(panel) == 0
    assert pixels(panel, "field") == before
    assert panel.locator("#demo-gan2d > img").is_visible()
    assert panel.problems == []


@pytest.mark.parametrize("way", ["keyboard", "pointer"])
def test_buttons_play_step_slow_and_reset(panel, way):
    def press(role, key="Enter"):
        if way == "pointer":
            part(panel, role).click()
        else:
            part(panel, role).focus()
            panel.keyboard.press(key)

    blank = pixels(panel, "losses")
    press("step")
    assert rounds(panel) == 1
    press("play")
    panel.wait_for_timeout(600)
    press("play")
    stopped = rounds(panel)
    assert stopped > 20
    panel.wait_for_timeout(300)
    assert rounds(panel) == stopped
    assert pixels(panel, "losses") != blank
    press("reset")
    assert rounds(panel) == 0
    press("slow", " ")
    press("play")
    panel.wait_for_timeout(1200)
    assert 1 <= rounds(panel) <= 5
    press("cured")
    assert game(panel, "discriminatorRate") == 0.003
    press("collapsed")
    assert game(panel, "discriminatorRate") == 0.0001


def game(panel, name):
    return panel.evaluate(f"document.querySelector('#demo-gan2d').gan2d.game.{name}")


def test_sliders_and_choices_respond_to_keys(panel):
    for name in ("generatorRate", "discriminatorRate", "judgeSteps"):
        before = game(panel, name)
        part(panel, name).focus()
        panel.keyboard.press("ArrowRight")
        assert game(panel, name) > before
        shown = part(panel, f"{name}-value").text_content()
        assert shown == str(game(panel, name)).replace(".", ",")
    part(panel, "penalty").focus()
    panel.keyboard.press(" ")
    assert game(panel, "penalty") == 0.1
    assert rounds(panel) == 0
    panel.keyboard.press(" ")
    assert game(panel, "penalty") == 0
    panel.locator("[name=gan2d-loss]:checked").focus()
    panel.keyboard.press("ArrowDown")
    assert game(panel, "loss") == "nonsaturating"
    panel.keyboard.press("ArrowDown")
    assert game(panel, "loss") == "wasserstein"
    first = pixels(panel, "field")
    part(panel, "seed").focus()
    panel.keyboard.press("ArrowUp")
    assert pixels(panel, "field") != first


def test_reader_draws_by_pointer_and_by_keys(panel):
    panel.locator("[name=gan2d-kind][value=moons]").check()
    assert not part(panel, "modes").is_visible()
    panel.locator("[name=gan2d-kind][value=drawn]").check()
    count = "document.querySelector('#demo-gan2d').gan2d.drawn"
    before = panel.evaluate(f"{count}.length")
    field = part(panel, "field")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    panel.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.25)
    panel.mouse.down()
    panel.mouse.up()
    assert panel.evaluate(f"{count}.length") == before + 1
    assert panel.evaluate(f"{count}.at(-1)") == pytest.approx([0.8, 0.8], abs=0.05)
    part(panel, "x").focus()
    panel.keyboard.press("ArrowRight")
    part(panel, "add").focus()
    panel.keyboard.press("Enter")
    assert panel.evaluate(f"{count}.at(-1)") == pytest.approx([0.1, 0])
    part(panel, "erase").press("Enter")
    assert panel.evaluate(f"{count}.length") == 1


def test_panel_fits_the_smallest_screen_with_large_targets(panel):
    assert panel.evaluate("document.documentElement.scrollWidth") <= 360
    small = panel.evaluate("""() => [...document.querySelectorAll(
      ".gan2d :is(button, label, input[type=checkbox], input[type=radio])")]
      .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 24)
      .map((each) => each.outerHTML)""")
    assert small == []


def test_labels_follow_the_state(panel):
    part(panel, "step").click()
    assert "Langkah 1." in part(panel, "status").text_content()
    for role in ("field", "losses", "distance", "modes"):
        assert part(panel, role).get_attribute("role") == "img"
    assert "Langkah 1." in part(panel, "field").get_attribute("aria-label")
    assert "generator" in part(panel, "losses").get_attribute("aria-label")


def test_theme_switch_redraws(panel):
    light = pixels(panel, "field")
    panel.evaluate("document.documentElement.dataset.theme = 'dark'")
    panel.wait_for_timeout(200)
    assert pixels(panel, "field") != light


def test_demo_is_light(site):
    script = (site / "demo" / "gan2d.js").read_bytes()
    still = (ROOT / "book" / "gan" / "gan2d.webp").stat().st_size
    weight = len(gzip.compress(script, 6)) + still
    print("gan2d:", len(gzip.compress(script, 6)), "bita gzip, gambar", still)
    assert weight <= 40_000
