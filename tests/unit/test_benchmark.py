"""Tolok ukur: FLOP terhadap hitungan tangan dan pencacah TensorFlow, nisbah, dan giliran."""

import importlib
import json

import keras
import pytest
import tensorflow as tf
from keras import layers

import benchmark
import benchmark_workers as workers
from generatif.models.dcgan import build_dcgan, build_discriminator, build_generator
from generatif.models.gan import GAN

KERNEL_OPERATIONS = {"Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter", "MatMul"}
BATCH = 4


def counted_flops(function, *shapes):
    """FLOP per contoh menurut pencacah TensorFlow, tanpa operasi yang hasilnya tidak dipakai."""
    graph = tf.function(function).get_concrete_function(*map(tf.TensorSpec, shapes)).graph
    live = {op.name for op in reachable([*graph.control_outputs, *[t.op for t in graph.outputs]])}
    builder = tf.compat.v1.profiler.ProfileOptionBuilder
    options = builder(builder.float_operation()).with_empty_output().build()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tf.compat.v1.logging, "warn", lambda *_: None)
        root = tf.compat.v1.profiler.profile(graph, cmd="scope", options=options)
    types = {op.name: op.type for op in graph.get_operations()}
    nodes = [node for node in walk(root) if types.get(node.name) in KERNEL_OPERATIONS]
    return sum(node.float_ops for node in nodes if node.name in live) // BATCH


def reachable(waiting):
    seen = set()
    while waiting:
        operation = waiting.pop()
        if operation not in seen:
            seen.add(operation)
            waiting += [*operation.control_inputs, *[tensor.op for tensor in operation.inputs]]
    return seen


def walk(node):
    yield node
    for child in node.children:
        yield from walk(child)


def test_network_flops_by_hand():
    dense, first, second, last = 8 * 49 * 8, 49 * 25 * 8 * 4, 49 * 25 * 4 * 2, 196 * 25 * 2 * 1
    forward = 2 * (dense + first + second + last)
    generator = build_generator(8, 2, seed=0)
    assert workers.network_flops(generator, weights=False, inputs=False) == forward
    assert workers.network_flops(generator) == 3 * forward
    assert workers.network_flops(generator, inputs=False) == 3 * forward - 2 * dense
    judged = 2 * (196 * 25 * 1 * 2 + 49 * 25 * 2 * 4 + 49 * 4)
    discriminator = build_discriminator(2, seed=0)
    assert workers.network_flops(discriminator, weights=False) == 2 * judged


@pytest.mark.parametrize(
    ("network", "shape"),
    [(build_generator(8, 2), (BATCH, 8)), (build_discriminator(2), (BATCH, 28, 28, 1))],
)
def test_forward_flops_equal_tensorflow(network, shape):
    """Lapisan per blok dihitung sebesar lapisan biasa: nol tambahannya bukan pekerjaan."""
    expected = workers.network_flops(network, weights=False, inputs=False)
    assert counted_flops(workers.plain_network(network), shape) == expected
    assert counted_flops(network, shape) > expected


def test_step_flops_equal_tensorflow():
    gan = GAN(*map(workers.plain_network, (build_generator(8, 2), build_discriminator(2))))
    gan.compile(keras.optimizers.Adam(), keras.optimizers.Adam())
    assert counted_flops(gan.train_step, (BATCH, 28, 28, 1)) == workers.step_flops(gan)


@pytest.mark.parametrize("form", ["tutorial", "tutorial-pita"])
def test_tutorial_flops_equal_tensorflow(form, monkeypatch):
    monkeypatch.setattr(workers, "BATCH_SIZE", BATCH)
    model = workers.tutorial_gan()
    step = model.train_step if form == "tutorial" else workers.tape_step(model).python_function
    counted = counted_flops(lambda images: step(images), (BATCH, 28, 28, 1))
    assert counted == workers.step_flops(model, form)


def test_tutorial_costs_one_more_pass_of_each_network():
    gan = build_dcgan(8, 2, seed=0)
    networks = (gan.generator, gan.discriminator)
    forward = [workers.network_flops(each, weights=False, inputs=False) for each in networks]
    ours, theirs = (workers.step_flops(gan, form) for form in ("mesin", "tutorial"))
    assert theirs - ours == sum(forward)


def test_tutorial_networks_are_plain_keras():
    layer_types = {type(layer) for layer in workers.plain_network(build_generator(8, 2)).layers}
    assert layers.Conv2DTranspose in layer_types
    assert all(each.__module__.startswith("keras.") for each in layer_types)


def test_plain_gan_keeps_weights_sizes_and_optimizers():
    gan = build_dcgan(8, 2, seed=0)
    plain = workers.plain_gan(gan)
    assert [w.shape for w in plain.generator.weights] == [w.shape for w in gan.generator.weights]
    assert plain.d_optimizer.get_config() == gan.d_optimizer.get_config()
    assert plain.g_optimizer is not gan.g_optimizer


def test_nested_networks_are_counted():
    encoder = keras.Sequential([keras.Input((6,)), layers.Dense(3, activation="relu")])
    decoder = keras.Sequential([keras.Input((3,)), layers.Dense(6)])
    model = keras.Sequential([keras.Input((6,)), encoder, decoder])
    assert workers.step_flops(model) == 2 * (3 * 18 + 3 * 18 - 18)


def test_unknown_kernels_are_refused():
    network = keras.Sequential([keras.Input((8, 8, 2)), layers.DepthwiseConv2D(3)])
    with pytest.raises(ValueError, match="belum dapat dihitung"):
        workers.network_flops(network)


def test_peak_flops_equal_tensorflow():
    shape = (7, 16, 8, 5)
    counted = counted_flops(
        lambda images, kernel: convolution_gradients(images, kernel),
        (BATCH, 7, 7, 16),
        (5, 5, 16, 8),
    )
    assert counted * workers.BATCH_SIZE == workers.peak_flops(shape)


def convolution_gradients(images, kernel):
    with tf.GradientTape() as tape:
        tape.watch([images, kernel])
        outputs = tf.nn.conv2d(images, kernel, 1, "SAME")
    return tape.gradient(outputs, [images, kernel], outputs)


@pytest.mark.parametrize("form", ["tutorial", "tutorial-pita"])
def test_tutorial_forms_train_both_networks(form, monkeypatch):
    monkeypatch.setattr(workers, "BATCH_SIZE", BATCH)
    model = workers.tutorial_gan()
    before = [weight.numpy() for weight in model.trainable_variables]
    step = model.train_step if form == "tutorial" else workers.tape_step(model).python_function
    step(tf.random.uniform((BATCH, 28, 28, 1), -1, 1))
    pairs = zip(model.trainable_variables, before, strict=True)
    assert all(abs(weight.numpy() - old).max() > 0 for weight, old in pairs)


def made_up_results():
    def rows(seconds, gigaflops):
        return [
            {"seconds": each, "gigaflops": gigaflops, "batch_size": 128, "onednn": True}
            for each in seconds
        ]

    slow, fast = {"konvolusi a": 10, "perkalian matriks": 900}, {"konvolusi b": 50}
    return {
        "mesin": rows([1.0, 2.0, 1.0], 30),
        "tutorial": rows([2.0, 2.0, 1.5], 40),
        "tutorial-pita": rows([1.0, 1.0, 1.0], 28),
        "tutorial-tanpa-onednn": rows([4.0, 4.0, 4.0], 40),
        "mesin-lapisan-keras": rows([1.0, 2.0, 1.5], 30),
        "puncak": [{"speeds": {**slow, **fast}, "onednn": True} for _ in range(3)],
    }


def test_ratios_are_taken_round_by_round():
    report = benchmark.summarize(made_up_results())
    ratio = report["ratios"]["mesin terhadap tutorial"]
    assert ratio["rounds"] == [2.0, 1.0, 1.5]
    assert (ratio["median"], ratio["low"], ratio["high"]) == (1.5, 1.0, 2.0)
    assert ratio["passed"]
    assert "passed" not in report["ratios"]["mesin terhadap tutorial-pita"]


def test_peak_is_the_fastest_convolution():
    report = benchmark.summarize(made_up_results())
    assert report["peak"]["fastest"] == "konvolusi b"
    ratio = report["ratios"]["mesin terhadap puncak"]
    assert ratio["rounds"] == pytest.approx([30 / 50, 15 / 50, 30 / 50])
    assert not ratio["passed"]


def test_tables_show_the_verdict(capsys):
    report = benchmark.summarize(made_up_results())
    rows = [{"seconds": {"utuh": 0.2, "lapisan": 0.1}, "flops": {"lapisan": 10**9}}]
    report.update(benchmark.describe_parts(rows))
    assert report["layers"]["lapisan"]["gigaflops_per_second"] == pytest.approx(10)
    report["memory"] = benchmark.describe_memory({"megabytes": 1600.0})
    benchmark.print_tables(report)
    text = capsys.readouterr().out
    assert ">= 1.35 terpenuhi" in text
    assert ">= 0.65 TIDAK" in text
    assert "1600 MiB  < 1500 TIDAK" in text


@pytest.fixture
def scripted(tmp_path, monkeypatch):
    """Pekerja tiruan yang mencatat setiap gilirannya di satu berkas bersama."""

    def use(body):
        script = tmp_path / "worker.py"
        script.write_text(
            "import json, os, sys\n"
            "for line in sys.stdin:\n"
            f"    open({str(tmp_path / 'turns')!r}, 'a').write(sys.argv[1] + ' ')\n"
            f"    {body}\n"
        )
        monkeypatch.setattr(benchmark, "WORKERS", script)
        return tmp_path / "turns"

    return use


def test_workers_take_turns_and_the_first_round_is_dropped(scripted, monkeypatch):
    turns = scripted("print(json.dumps({'n': int(line)}), flush=True)")
    monkeypatch.setattr(benchmark, "OTHER_FORMS", ("tutorial",))
    monkeypatch.setattr(benchmark, "other_recipes", lambda: [])
    results = benchmark.measure(rounds=2, steps=5)
    assert turns.read_text().split() == ["mesin", "tutorial", "puncak"] * 3
    assert results["mesin"] == [{"n": 5}, {"n": 5}]


def test_onednn_is_left_alone_unless_switched_off(scripted, monkeypatch):
    scripted("print(json.dumps(os.environ.get('TF_ENABLE_ONEDNN_OPTS')), flush=True)")
    monkeypatch.setenv("TF_ENABLE_ONEDNN_OPTS", "1")
    monkeypatch.setattr(benchmark, "other_recipes", lambda: [])
    results = benchmark.measure(rounds=1, steps=1)
    assert results.pop("tutorial-tanpa-onednn") == ["0"]
    assert set(map(json.dumps, results.values())) == {"[null]"}


def test_stopped_worker_is_reported_with_its_log(scripted):
    scripted("raise RuntimeError('kehabisan memori')")
    with pytest.raises(SystemExit, match="(?s)kehabisan memori.*Pekerja 'mesin' berhenti") as error:
        benchmark.measure_alone("mesin", [1])
    assert "kode 1" in str(error.value)


def test_every_form_has_a_worker():
    names = {
        "mesin",
        *benchmark.OTHER_FORMS,
        "puncak",
        "bagian",
        "memori",
        *benchmark.other_recipes(),
    }
    assert names <= set(workers.worker_functions())
    assert importlib.util.find_spec("benchmark_workers").origin == str(benchmark.WORKERS)


@pytest.mark.slow
def test_real_workers_measure_something():
    speeds = benchmark.measure_alone("puncak", [1])[0]["speeds"]
    assert min(speeds.values()) > 0.1
    row = benchmark.measure_alone("memori", [2])[0]
    assert 200 < row["megabytes"] < benchmark.MEMORY_BAR
