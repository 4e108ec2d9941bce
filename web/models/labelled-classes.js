// Satu gaya (z), sepuluh kelas: VAE bersyarat pada busana dan GAN bersyarat pada angka.
// Kelas dipilih sementara gayanya tetap, sehingga yang berubah hanya kelasnya.
"use strict";
window.Generatif ??= {};
Generatif.demos ??= {};

(() => {
  const SEED = 8;
  const STYLES = 10;

  // `names`: nama kelas; `toPixel`: keluaran jaringan ke [0, 1]; `walks`: dengan penggeser gaya dan
  // sebaris gaya lain bagi kelas yang dipilih.
  function start(figure, { weights, names, legend, toPixel, walks }) {
    const {
      choices, button, buttons, picture, element, oncePerFrame, show, slider, random, normals,
    } = Generatif.controls;
    const decoder = Generatif.network(weights);
    const size = decoder.input[2] - names.length;
    const draw = random(SEED);
    const made = picture("Citra buatan");
    const classRow = names.map((name) => picture(name, "demo-kecil"));
    const styleRow = Array.from({ length: walks ? STYLES : 0 }, (_, i) =>
      picture(`gaya ${i + 1}`, "demo-kecil")
    );
    const drawLatent = () => normals(size, draw);
    let styles;
    let chosen = 0;

    const renewStyles = () => {
      styles = { a: drawLatent(), b: drawLatent(), others: styleRow.map(drawLatent) };
    };
    const current = () => {
      const share = walks ? walk.value : 0;
      return styles.a.map((value, i) => (1 - share) * value + share * styles.b[i]);
    };
    const decode = (latent, label) => {
      const condition = names.map((_, index) => Number(index === label));
      return decoder.run([...latent, ...condition]).map(toPixel);
    };
    const paintStyle = () => {
      const latent = current();
      const images = names.map((_, label) => decode(latent, label));
      classRow.forEach((each, label) => each.paint(images[label]));
      made.paint(images[chosen], names[chosen]);
    };
    const paintOthers = () => {
      styleRow.forEach((each, i) => each.paint(decode(styles.others[i], chosen), names[chosen]));
    };
    const update = oncePerFrame(() => {
      paintStyle();
      paintOthers();
    });

    const picker = choices(legend, names, (label) => {
      chosen = label;
      update();
    });
    const renew = button("Gaya baru", () => {
      renewStyles();
      update();
    });
    const range = { min: 0, max: 1, step: 0.05, value: 0, digits: 2 };
    const walk = walks && slider("Gaya A ke gaya B", range, oncePerFrame(paintStyle));
    const strip = (title, pictures) => [
      element("p", { textContent: title }),
      element("div", { className: "demo-strip" }, ...pictures.map((each) => each.block)),
    ];
    show(
      figure,
      element("div", { className: "demo-sebaris" }, made.block, picker),
      ...(walks ? [walk.row] : []),
      buttons(renew),
      ...strip("Gaya ini, semua kelas:", classRow),
      ...(walks ? strip("Kelas yang dipilih, gaya lain:", styleRow) : [])
    );
    renewStyles();
    update();
  }

  Generatif.demos["labelled-classes"] = {
    start: (figure) =>
      start(figure, {
        weights: "labelled-decoder",
        names: Generatif.controls.CLASSES,
        legend: "Kelas",
        toPixel: (value) => value,
        walks: false,
      }),
  };

  Generatif.demos["labelled-digits"] = {
    start: (figure) =>
      start(figure, {
        weights: "digit-generator",
        names: Array.from({ length: 10 }, (_, digit) => String(digit)),
        legend: "Angka",
        toPixel: (value) => (value + 1) / 2,
        walks: true,
      }),
  };
})();
