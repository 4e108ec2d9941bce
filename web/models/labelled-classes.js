// Satu gaya (z), sepuluh kelas: VAE bersyarat pada busana dan GAN bersyarat pada angka.
// Kelas dipilih sementara gayanya tetap, sehingga yang berubah hanya kelasnya. Citra gaya pembuka
// sudah tersimpan; jaringannya menyusul untuk gaya yang lain.
"use strict";
window.Generatif ??= {};
Generatif.demos ??= {};

(() => {
  const SEED = 8; // sama dengan OPENING_SEED di tools/export_demo_models.py
  const STYLES = 10;

  // `names`: nama kelas; `toPixel`: keluaran jaringan ke [0, 1]; `walks`: dengan penggeser gaya dan
  // sebaris gaya lain bagi kelas yang dipilih.
  function start(figure, loadRest, { opening, weights, names, legend, toPixel, walks }) {
    const {
      PIXELS, choices, button, buttons, picture, element, oncePerFrame, show, slider, random, normals,
    } = Generatif.controls;
    const stored = Generatif.bytesFromBase64(Generatif.weights[opening].data);
    const draw = random(SEED);
    const made = picture("Citra buatan");
    const classRow = names.map((name) => picture(name, "demo-kecil"));
    const styleRow = Array.from({ length: walks ? STYLES : 0 }, (_, i) =>
      picture(`gaya ${i + 1}`, "demo-kecil")
    );
    let decoder = null;
    let styles = null;
    let chosen = 0;

    const renewStyles = () => {
      const drawLatent = () => normals(decoder.input[2] - names.length, draw);
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
    const storedImage = (label) =>
      Float32Array.from(stored.subarray(label * PIXELS, (label + 1) * PIXELS), (each) => each / 255);
    const paintStyle = () => {
      const latent = decoder && current();
      const images = names.map((_, label) => (decoder ? decode(latent, label) : storedImage(label)));
      classRow.forEach((each, label) => each.paint(images[label]));
      made.paint(images[chosen], names[chosen]);
    };
    const paintOthers = () => {
      if (!decoder) return;
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
    const waiting = [renew, ...(walks ? [walk.input] : [])];
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
    waiting.forEach((control) => (control.disabled = true));
    update();
    loadRest(() => {
      decoder = Generatif.network(weights);
      renewStyles(); // undian pertama: gaya citra yang tersimpan
      waiting.forEach((control) => (control.disabled = false));
      update();
    });
  }

  Generatif.demos["labelled-classes"] = {
    start: (figure, loadRest) =>
      start(figure, loadRest, {
        opening: "labelled-opening",
        weights: "labelled-decoder",
        names: Generatif.controls.CLASSES,
        legend: "Kelas",
        toPixel: (value) => value,
        walks: false,
      }),
  };

  Generatif.demos["labelled-digits"] = {
    start: (figure, loadRest) =>
      start(figure, loadRest, {
        opening: "digit-opening",
        weights: "digit-generator",
        names: Array.from({ length: 10 }, (_, digit) => String(digit)),
        legend: "Angka",
        toPixel: (value) => (value + 1) / 2,
        walks: true,
      }),
  };
})();
