"""Templat ujian jaringan dan autoencoder; jawaban kelirunya hasil kesalahan yang lazim."""

from math import ceil, log

from generatif.classroom.exam import decimal, numeric, template, whole


@template(
    "persiapan", images=range(1000, 60001, 7), batch=(32, 64, 100, 128, 256), epochs=range(3, 31)
)
def step_count(images, batch, epochs):
    """Banyak langkah pelatihan."""
    return numeric(
        f"Himpunan {whole(images)} citra dibagi menjadi *batch* berisi {batch} dengan "
        f"`drop_remainder=True`, lalu dilatihkan {epochs} *epoch*. Berapa banyak langkahnya?",
        (images // batch * epochs, "Batch terakhir yang tidak penuh dibuang di setiap epoch."),
        [
            (ceil(images / batch) * epochs, "Batch yang tidak penuh ikut dihitung."),
            (images * epochs // batch, "Sisa setiap epoch disambung ke epoch berikutnya."),
            (images // batch, "Itu banyak langkah satu epoch."),
        ],
        digits=0,
    )


@template("persiapan", side=range(8, 29), kernel=(4, 5, 6, 7), stride=(2, 3))
def transposed_side(side, kernel, stride):
    """Sisi keluaran konvolusi transpos tanpa bantalan."""
    return numeric(
        f"Citra {side}×{side} masuk ke `Conv2DTranspose(8, {kernel}, strides={stride}, "
        'padding="valid")` di Keras. Berapa sisi keluarannya?',
        (
            (side - 1) * stride + kernel,
            "Piksel pertama menempati selebar kernel, setiap piksel berikutnya menggeser "
            "sejauh langkah geser.",
        ),
        [
            (side * stride, 'Itu untuk padding="same".'),
            (side * stride + kernel, "Piksel pertama terhitung dua kali."),
            ((side - kernel) // stride + 1, "Itu konvolusi biasa, yang mengecilkan."),
        ],
        digits=0,
    )


@template("bertumpuk", inputs=range(100, 1025, 4), outputs=range(10, 513, 2))
def dense_parameters(inputs, outputs):
    """Banyak parameter lapisan terhubung penuh."""
    return numeric(
        f"Lapisan `Dense({outputs})` menerima vektor sepanjang {inputs}. Berapa parameternya, "
        "termasuk bias?",
        ((inputs + 1) * outputs, "Setiap unit punya satu bobot per masukan dan satu bias."),
        [
            (inputs * outputs, "Bias belum terhitung."),
            (inputs * (outputs + 1), "Bias dihitung per masukan, bukan per unit keluaran."),
            (inputs + outputs, "Setiap pasangan masukan dan keluaran punya bobot sendiri."),
        ],
        digits=0,
    )


@template("konvolusional", kernel=(3, 4, 5), channels=range(3, 65), filters=range(8, 129, 4))
def convolution_parameters(kernel, channels, filters):
    """Banyak parameter lapisan konvolusi."""
    area = kernel**2
    return numeric(
        f"`Conv2D({filters}, {kernel})` menerima peta fitur berkanal {channels}. Berapa "
        "parameternya, termasuk bias?",
        ((area * channels + 1) * filters, "Setiap filter mencakup semua kanal, dengan satu bias."),
        [
            (area * channels * filters, "Bias belum terhitung."),
            ((area + 1) * filters, "Kernel mencakup semua kanal masukan, bukan satu."),
            (area * channels * filters + 1, "Setiap filter punya bias sendiri."),
        ],
        digits=0,
    )


@template("konvolusional", side=range(20, 65), kernel=(3, 5, 7), stride=(2, 3))
def convolution_side(side, kernel, stride):
    """Sisi keluaran konvolusi tanpa bantalan."""
    return numeric(
        f'Citra {side}×{side} masuk ke `Conv2D(8, {kernel}, strides={stride}, padding="valid")`. '
        "Berapa sisi keluarannya?",
        ((side - kernel) // stride + 1, "Banyak letak kernel yang seluruhnya di dalam citra."),
        [
            (ceil(side / stride), 'Itu untuk padding="same".'),
            ((side - kernel) // stride, "Letak pertama kernel belum terhitung."),
            (side - kernel + 1, "Langkah gesernya belum dipakai."),
        ],
        digits=0,
    )


@template(
    "variasional",
    mean=[value / 10 for value in range(-20, 21) if value],
    deviation=[value / 10 for value in range(2, 21) if value != 10],
)
def gaussian_divergence(mean, deviation):
    """Divergensi KL sebuah posterior Gauss terhadap prior baku."""
    square, logarithm = mean**2, log(deviation)
    return numeric(
        f"Satu unit laten punya posterior $N(\\mu, \\sigma^2)$ dengan $\\mu$ = {decimal(mean, 1)} "
        f"dan $\\sigma$ = {decimal(deviation, 1)}. Berapa divergensi KL-nya terhadap $N(0, 1)$, "
        "dalam nat?",
        (
            (square + deviation**2 - 1) / 2 - logarithm,
            r"$\tfrac12(\mu^2 + \sigma^2 - 1 - \ln\sigma^2)$.",
        ),
        [
            (square + deviation**2 - 1 - 2 * logarithm, "Faktor setengahnya hilang."),
            ((square + deviation - 1 - logarithm) / 2, "Simpangan baku dipakai sebagai ragam."),
            ((square + deviation**2 - 1) / 2 + logarithm, "Tanda logaritmanya terbalik."),
        ],
    )
