"""Fungsi loss yang dipakai lebih dari satu model tanpa perubahan."""

from keras import ops


def discriminator_loss(real_logits, fake_logits, real_label=1.0):
    r"""Loss diskriminator: entropi silang biner citra asli ditambah citra palsu.

    $L_D = \mathrm{BCE}(s(x), \ell) + \mathrm{BCE}(s(\tilde x), 0)$, masing-masing dirata-ratakan
    atas *batch* lalu dijumlahkan. Meminimalkan $L_D$ dengan $\ell = 1$ sama dengan
    memaksimalkan $V(D, G)$. Pada kesetimbangan nilainya 1,386 untuk $\ell = 1$ dan 1,376
    untuk $\ell = 0{,}9$.

    Sumber: Goodfellow dkk. (2014), Algoritma 1; penghalusan label satu sisi dari
    Salimans dkk. (2016), bagian 3.4.

    Args:
        real_logits: tensor `(B, 1)`, logit (tanpa sigmoid) untuk citra asli.
        fake_logits: tensor `(B, 1)`, logit untuk citra palsu.
        real_label: sasaran $\ell \in (0, 1]$ bagi citra asli. Sasaran citra palsu selalu 0.

    Returns:
        Skalar `()`, >= 0.
    """
    real_targets = real_label * ops.ones_like(real_logits)
    fake_targets = ops.zeros_like(fake_logits)
    real_loss = ops.mean(ops.binary_crossentropy(real_targets, real_logits, from_logits=True))
    fake_loss = ops.mean(ops.binary_crossentropy(fake_targets, fake_logits, from_logits=True))
    return real_loss + fake_loss


def generator_loss(fake_logits):
    r"""Loss generator yang tidak jenuh, $L_G = -E[\log D(G(z))]$.

    Gradiennya terhadap logit adalah $D - 1$: mendekati $-1$ justru ketika diskriminator
    yakin citra itu palsu. Bentuk minimaks $\log(1 - D)$ lenyap pada saat yang sama.

    Sumber: Goodfellow dkk. (2014), bagian 3.

    Args:
        fake_logits: tensor `(B, 1)`, logit (tanpa sigmoid) untuk citra buatan.

    Returns:
        Skalar `()`, >= 0; 0,693 bila semua logit nol.
    """
    targets = ops.ones_like(fake_logits)
    return ops.mean(ops.binary_crossentropy(targets, fake_logits, from_logits=True))
