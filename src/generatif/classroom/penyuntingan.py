"""Pemeriksa latihan bab Penyuntingan citra."""

import numpy as np

from generatif.classroom.check import exercise, require

NEIGHBORS = (1, 2, 5, 10, 20, 50, 100)


@exercise("Latihan 1")
def compositing(function):
    """Periksa penempelan dengan topeng lunak.

    Args:
        function: callable `(fill, images, masks) -> larik`.
    """
    rng = np.random.default_rng(0)
    fill, images = rng.uniform(0.2, 1, (2, 3, 4, 5, 1))
    hard, soft = (
        (rng.uniform(size=images.shape) > 0.5).astype("float64"),
        rng.uniform(0.1, 0.9, images.shape),
    )
    for masks in (hard, soft):
        before = images.copy()
        made = np.asarray(function(fill.copy(), before, masks.copy()), "float64")
        require(made.shape == images.shape, f"Bentuknya {made.shape}, seharusnya {images.shape}.")
        for candidate, hint in (
            (masks * images + (1 - masks) * fill, "Terbalik: 1 di topeng berarti isi dari `fill`."),
            (masks * fill + images, "Di lubang, citra aslinya masih ikut terjumlah."),
            (masks * fill, "Bagian di luar lubang hilang; ambil dari `images`."),
            (
                np.where(masks > 0.5, fill, images),
                "Topengnya dibulatkan. Nilai di antara 0 dan 1 harus mencampur keduanya.",
            ),
        ):
            same = np.allclose(candidate, masks * fill + (1 - masks) * images)
            require(same or not np.allclose(made, candidate), hint)
        require(
            np.allclose(made, masks * fill + (1 - masks) * images),
            "Setiap piksel harus m kali `fill` ditambah (1 - m) kali `images`.",
        )
        require(np.array_equal(before, images), "`images` ikut berubah. Buat larik baru.")


@exercise("Latihan 2")
def error_in_hole(function):
    """Periksa galat mutlak rerata di dalam lubang.

    Args:
        function: callable `(made, images, masks) -> bilangan`.
    """
    rng = np.random.default_rng(1)
    made, images = rng.integers(0, 256, (2, 4, 6, 6, 1), "uint8")
    masks = np.zeros(images.shape)
    for index in range(4):
        masks[index, : index + 1, 1:4] = 1
    apart = np.abs(made / 255 - images / 255)
    found = float(function(made.copy(), images.copy(), masks.copy()))
    per_image = (apart * masks).sum(axis=(1, 2, 3)) / masks.sum(axis=(1, 2, 3))
    wrapped = np.abs((made - images).astype("float64"))
    for candidate, hint in (
        (apart.mean(), "Itu galat seluruh citra, termasuk bagian yang tidak disunting."),
        ((apart * masks).mean(), "Pembaginya banyak piksel LUBANG, bukan banyak semua piksel."),
        ((apart * (1 - masks)).sum() / (1 - masks).sum(), "Itu galat di LUAR lubang."),
        (255 * (apart * masks).sum() / masks.sum(), "Pikselnya masih 0 sampai 255; bagi 255."),
        (((apart**2) * masks).sum() / masks.sum(), "Itu galat kuadrat; yang diminta mutlak."),
        (per_image.mean(), "Itu rerata per citra. Lubang besar harus lebih berbobot."),
        (
            (wrapped * masks).sum() / masks.sum() / 255,
            "Selisih dua larik `uint8` berputar: 3 - 5 menjadi 254. Ubah dulu menjadi pecahan.",
        ),
    ):
        require(not np.isclose(found, candidate), hint)
    require(
        np.isclose(found, (apart * masks).sum() / masks.sum()),
        "Jumlahkan |selisih| di lubang semua citra, lalu bagi dengan banyak piksel lubang.",
    )


@exercise("Latihan 3")
def visible_neighbor(function):
    """Periksa pencarian citra latih terdekat menurut bagian yang terlihat.

    Args:
        function: callable `(image, mask, train) -> bilangan bulat`.
    """
    rng = np.random.default_rng(2)
    train = rng.uniform(size=(30, 6, 6, 1))
    mask = np.zeros((6, 6, 1))
    mask[:, 2:] = 1
    hidden, shown = train[4].copy(), train[9]
    image = np.where(mask == 1, hidden, shown + 0.01)
    train[20] = image + np.where(mask == 1, 0.1, 0.05)
    emptied = np.where(mask == 1, 0, image)
    for given in (image, emptied):
        found = int(function(given.copy(), mask.copy(), train.copy()))
        apart = (train - given) ** 2
        require(
            found != int((apart * mask).sum(axis=(1, 2, 3)).argmin()),
            "Yang dibandingkan isi lubangnya. Pakai 1 - mask.",
        )
        whole = int(apart.sum(axis=(1, 2, 3)).argmin())
        require(found == 9 or found != whole, "Isi lubang ikut dibandingkan. Kalikan 1 - mask.")
        require(
            found != int((apart * (1 - mask)).sum(axis=(1, 2, 3)).argmax()),
            "Itu yang terjauh; pakai `argmin`.",
        )
        require(found == 9, "Galat kuadrat harus dijumlahkan atas piksel terlihat saja.")


@exercise("Latihan 4")
def mean_of_neighbors(answer):
    """Periksa banyak tetangga yang dirata-ratakan.

    Args:
        answer: pasangan banyak tetangga terbaik dan galat kuadrat reratanya.
    """
    require(
        isinstance(answer, (tuple, list, np.ndarray)) and len(answer) == 2,
        "Isi `best` dengan pasangan: (banyak tetangga, galat kuadrat rerata di lubang).",
    )
    count, error = int(answer[0]), float(answer[1])
    errors = _neighbor_errors()
    best = min(errors, key=errors.get)
    require(count in errors, f"k harus salah satu dari {NEIGHBORS}.")
    require(
        count == best,
        "Nilai k lain memberi galat yang lebih kecil. Selisihnya dapat tipis; bandingkan sampai "
        "empat angka di belakang koma. Rata-ratakan isi lubangnya, bukan galatnya.",
    )
    require(
        abs(error - errors[best]) < 5e-5,
        "k sudah tepat, galatnya belum: galat kuadrat rerata atas piksel lubang saja, piksel dalam"
        " [0, 1], tanpa pembulatan.",
    )


def _neighbor_errors():
    from generatif.data import load_fashion_mnist, scale_to_unit
    from generatif.masks import mask_bank

    data = load_fashion_mnist("embedded")
    train, test = (
        scale_to_unit(each).reshape(len(each), -1) for each in (data.x_train, data.x_test)
    )
    hole = mask_bank("half")[1].ravel() == 1
    shown = train[:, ~hole]
    distances = (shown**2).sum(axis=1) - 2 * test[:, ~hole] @ shown.T
    order = np.argsort(distances, axis=1)[:, : max(NEIGHBORS)]
    return {
        count: float(np.mean((train[:, hole][order[:, :count]].mean(axis=1) - test[:, hole]) ** 2))
        for count in NEIGHBORS
    }
