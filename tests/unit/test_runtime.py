"""Persiapan TensorFlow: lingkungan sebelum impor, benih, peringatan."""

import logging
import subprocess
import sys

import pytest

from generatif.runtime import configure, split_seed


def run(code):
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    return result.stdout.strip(), result.stderr


CLEAN = "import os; os.environ.pop('TF_ENABLE_ONEDNN_OPTS', None); import generatif; "


def test_onednn_is_on_before_tensorflow():
    out, _ = run(
        CLEAN + "generatif.configure(); import sys; print('tensorflow' in sys.modules); "
        "from tensorflow.python.framework import test_util; print(test_util.IsMklEnabled())"
    )
    assert out.split() == ["False", "True"]


def test_late_call_warns():
    _, errors = run(CLEAN + "import tensorflow; generatif.configure()")
    assert "TensorFlow sudah diimpor" in errors


def test_equal_seeds_give_equal_draws():
    code = CLEAN + "generatif.configure(seed={}); import keras; print(keras.random.uniform((1,)))"
    first, again, other = (run(code.format(seed))[0] for seed in (3, 3, 4))
    assert first == again != other


@pytest.mark.parametrize("bad", [-1, 2**32, 1.5, "7"])
def test_bad_seed(bad):
    with pytest.raises(ValueError, match="bilangan bulat di"):
        configure(seed=bad)


def test_split_seeds_differ_and_repeat():
    assert split_seed(5, 3) == split_seed(5, 3)
    assert len({*split_seed(5, 3), *split_seed(6, 3)}) == 6
    assert split_seed(None, 2) != split_seed(None, 2)


def test_only_retracing_advice_is_hidden(caplog):
    configure()
    logger = logging.getLogger("tensorflow")
    with caplog.at_level("WARNING", logger="tensorflow"):
        logger.addHandler(caplog.handler)
        logger.warning("%d out of the last %d calls triggered tf.function retracing.", 5, 17)
        logger.warning("variabel ini tidak dilatih")
        logger.removeHandler(caplog.handler)
    assert set(caplog.messages) == {"variabel ini tidak dilatih"}
