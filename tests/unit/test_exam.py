"""Templat ujian: jawaban benar menurut hitungan lain, jawaban keliru tidak pernah benar."""

import random

import numpy as np
import pytest

from generatif.classroom import exam
from generatif.classroom.quiz import quiz_names

TEMPLATES = exam.load_templates()
SEED = "benih khusus uji"
DRAWS = 300


def keras_layer(layer, shape):
    """Lapisan Keras yang sudah dibangun untuk masukan sebentuk itu."""
    layer.build((None, *shape))
    return layer


def dense_parameters(inputs, outputs):
    from keras import layers

    return keras_layer(layers.Dense(outputs), (inputs,)).count_params()


def convolution_parameters(kernel, channels, filters):
    from keras import layers

    layer = layers.Conv2D(filters, kernel)
    return keras_layer(layer, (16, 16, channels)).count_params()


def convolution_side(side, kernel, stride):
    return len([first for first in range(0, side, stride) if first + kernel <= side])


def transposed_side(side, kernel, stride):
    from keras import layers

    layer = layers.Conv2DTranspose(8, kernel, strides=stride, padding="valid")
    return layer.compute_output_shape((None, side, side, 1))[1]


def step_count(images, batch, epochs):
    import tensorflow as tf

    data = tf.data.Dataset.range(images).batch(batch, drop_remainder=True).repeat(epochs)
    return int(data.cardinality())


def gaussian_divergence(mean, deviation):
    from scipy.stats import norm

    x = np.linspace(mean - 12 * deviation, mean + 12 * deviation, 20001)
    posterior, prior = norm(mean, deviation), norm()
    return np.trapezoid(posterior.pdf(x) * (posterior.logpdf(x) - prior.logpdf(x)), x)


def best_discriminator(real, fake):
    grid = np.linspace(1e-6, 1 - 1e-6, 200_001)
    return grid[np.argmax(real * np.log(grid) + fake * np.log1p(-grid))]


def slope(function, point, step=1e-5):
    return abs(function(point + step) - function(point - step)) / (2 * step)


def generator_gradient(logit):
    return slope(lambda s: np.logaddexp(0, -s), logit)


def logit_loss(logit):
    import keras

    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    return float(loss(np.ones((1, 1), "float32"), np.full((1, 1), logit, "float32")))


def smoothed_equilibrium(label):
    from scipy.optimize import minimize_scalar

    def loss(d):
        return -label * np.log(d) - (1 - label) * np.log1p(-d) - np.log1p(-d)

    return minimize_scalar(loss, bounds=(1e-6, 1 - 1e-6), method="bounded").x


def frechet_distance(shift, first, second):
    from scipy.linalg import sqrtm

    root = sqrtm(np.array([[first**2 * second**2]])).real[0, 0]
    return shift**2 + first**2 + second**2 - 2 * root


def signal_to_noise(error):
    from skimage.metrics import peak_signal_noise_ratio

    truth = np.zeros(100)
    return peak_signal_noise_ratio(truth, truth + np.sqrt(error), data_range=1)


def gradient_penalty(first, second):
    from scipy.optimize import approx_fprime

    weights = np.array([first, second])
    gradient = approx_fprime(np.array([0.3, -0.7]), lambda x: weights @ x)
    return 10 * (np.linalg.norm(gradient) - 1) ** 2


def sand_moving(real, fake):
    from scipy.stats import wasserstein_distance

    return wasserstein_distance(real, fake)


def noise_level(rate, steps):
    variance = 0.0
    for _ in range(steps):
        variance = (1 - rate) * variance + rate
    return np.sqrt(variance)


def base_rate(share, hit, alarm):
    counts = np.array([[share * hit, share * (1 - hit)], [(1 - share) * alarm, 0]]) * 1e6
    return counts[0, 0] / counts[:, 0].sum()


REFERENCES = {
    function.__name__: function
    for function in (
        *(dense_parameters, convolution_parameters, convolution_side, transposed_side, step_count),
        *(gaussian_divergence, best_discriminator, generator_gradient, logit_loss),
        *(smoothed_equilibrium, frechet_distance, signal_to_noise, gradient_penalty),
        *(sand_moving, noise_level, base_rate),
    )
}


def to_number(text):
    """Bilangan dari tulisan Indonesia."""
    return float(text.replace(".", "").replace(",", ".").replace("−", "-"))


def last_digit(text):
    """Nilai satu satuan di angka terakhir."""
    return 10.0 ** -len(text.partition(",")[2])


def test_there_are_enough_templates():
    assert len(TEMPLATES) >= 12
    assert set(TEMPLATES) == set(REFERENCES)
    assert {each.chapter for each in TEMPLATES.values()} <= set(quiz_names())


@pytest.mark.parametrize("name", sorted(REFERENCES))
def test_right_answer_equals_another_computation(name):
    generator = random.Random(7)
    for _ in range(20):
        constants, draft = TEMPLATES[name].draw(generator)
        shown = draft.answer[0]
        expected = REFERENCES[name](**constants)
        assert abs(to_number(shown) - expected) <= 0.51 * last_digit(shown), constants


@pytest.mark.parametrize("name", sorted(REFERENCES))
def test_mistakes_never_equal_the_answer(name):
    for seed in range(DRAWS):
        _, draft = TEMPLATES[name].draw(random.Random(seed))
        answers = [draft.answer[0], *(answer for answer, _ in draft.mistakes)]
        assert len(set(answers)) == len(answers) == 4
        gaps = [abs(to_number(each) - to_number(answers[0])) for each in answers[1:]]
        unit = last_digit(answers[0])
        assert unit == 1 or min(gaps) > 2.9 * unit, answers
        assert all(reason.endswith(".") for _, reason in [draft.answer, *draft.mistakes])


def test_every_template_is_its_own_category():
    titles = [quiz.title for quiz in exam.exam_bank(SEED, 2, ["teori_gan"])]
    assert titles == [
        "Ujian: Teori GAN: diskriminator terbaik di satu titik",
        "Ujian: Teori GAN: besar gradien loss generator tidak jenuh",
        "Ujian: Teori GAN: entropi silang dari logit, untuk citra asli",
    ]
    everything = [quiz.title for quiz in exam.exam_bank(SEED, 2)]
    assert len(set(everything)) == len(everything) == len(TEMPLATES)
    assert "Ujian: Superresolusi: PSNR dari galat kuadrat rerata" in everything


def test_sides_are_positive():
    template = TEMPLATES["transposed_side"]
    for side in template.domain["side"]:
        for kernel in template.domain["kernel"]:
            for stride in template.domain["stride"]:
                draft = template.write(side, kernel, stride)
                assert all(to_number(answer) > 0 for answer, _ in draft.mistakes)


def test_draws_vary():
    for each in TEMPLATES.values():
        seen = {each.draw(random.Random(seed))[1].text for seed in range(30)}
        assert len(seen) > 20, each.name


def contents(bank):
    return [question for quiz in bank for question in quiz.questions]


def test_bank_depends_only_on_the_seed():
    assert contents(exam.exam_bank(SEED, 3)) == contents(exam.exam_bank(SEED, 3))
    other = {question.text for question in contents(exam.exam_bank("benih lain sekali", 3))}
    first = contents(exam.exam_bank(SEED, 3))
    assert len(other & {question.text for question in first}) < len(first) / 4


def test_bank_of_one_chapter_is_part_of_the_whole():
    whole = contents(exam.exam_bank(SEED, 3))
    part = contents(exam.exam_bank(SEED, 3, ["stabil"]))
    assert part
    assert all(question in whole for question in part)


def test_questions_differ_and_answers_are_shuffled():
    questions = contents(exam.exam_bank(SEED, 10))
    assert len({question.text for question in questions}) == len(questions)
    assert len({question.id for question in questions}) == len(questions)
    places = [[option.correct for option in each.option].index(True) for each in questions]
    assert min(np.bincount(places, minlength=4)) > len(questions) / 8


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("2026", 3), "terdiri atas 4 huruf"),
        ((SEED, 0), "count = 0"),
        ((SEED, 3, ["bulan"]), "Tidak ada templat ujian untuk bulan; yang tersedia: bertumpuk"),
    ],
)
def test_bad_input_is_explained(arguments, message):
    with pytest.raises(ValueError, match=message):
        exam.exam_bank(*arguments)


def test_too_many_questions_are_refused():
    with pytest.raises(RuntimeError, match="hanya memberi 40 soal berbeda, diminta 50"):
        exam.exam_bank(SEED, 50, ["dcgan"])


def test_template_without_usable_values_is_refused():
    broken = exam.Template(
        "rusak", "dcgan", {"label": (0.5,)}, TEMPLATES["smoothed_equilibrium"].write
    )
    with pytest.raises(RuntimeError, match="rusak"):
        broken.draw(random.Random(0))
