// Peta ruang laten dua bilangan: ketuk peta atau geser z₁ dan z₂, dekoder menggambar. Sebelum
// dekodernya datang, petanya gambar tersimpan, dan citranya petak terdekat di peta itu.
"use strict";
window.Generatif ??= {};
Generatif.demos ??= {};

Generatif.latentMap = (() => {
  const { SIDE, element, canvas, paintPixels, decimal } = Generatif.controls;
  const TILES = 9;
  const LIMIT = 3;
  const SLICE = 12; // milidetik per potong kerja, agar halaman tetap menjawab

  const toMap = (z1, z2, side) => [
    ((z1 + LIMIT) / (2 * LIMIT)) * side,
    ((LIMIT - z2) / (2 * LIMIT)) * side,
  ];

  const tileAt = (z1, z2) =>
    toMap(z1, z2, TILES).map((place) => Math.min(TILES - 1, Math.max(0, Math.floor(place))));

  // Gambar petak demi petak ke kanvas di balik layar; panggil onTiles setiap potong selesai.
  function drawTiles(decoder, background, onTiles) {
    const context = background.getContext("2d");
    const step = (2 * LIMIT) / TILES;
    let tile = 0;
    const work = () => {
      const started = performance.now();
      for (; tile < TILES * TILES && performance.now() - started < SLICE; tile++) {
        const column = tile % TILES;
        const row = Math.floor(tile / TILES);
        const z = [(column + 0.5) * step - LIMIT, LIMIT - (row + 0.5) * step];
        paintPixels(context, decoder.run(z), column * SIDE, row * SIDE);
      }
      onTiles();
      if (tile < TILES * TILES) setTimeout(work, 0);
    };
    work();
  }

  // Peta dengan titik, dan elips bila simpangan bakunya diketahui.
  function createMap(label) {
    const node = canvas(TILES * SIDE, "demo-peta", label);
    const context = node.getContext("2d");
    const background = element("canvas", { width: TILES * SIDE, height: TILES * SIDE });
    let point = { z: [0, 0], deviations: null };

    function ring(radii, color, width) {
      const [x, y] = toMap(...point.z, node.width);
      context.beginPath();
      context.ellipse(x, y, ...radii, 0, 0, 2 * Math.PI);
      context.strokeStyle = color;
      context.lineWidth = width;
      context.stroke();
    }

    function draw() {
      context.drawImage(background, 0, 0);
      const scale = node.width / (2 * LIMIT);
      const radii = point.deviations
        ? point.deviations.map((deviation) => Math.max(2 * deviation * scale, 3))
        : [7, 7];
      ring(radii, "#000", 5);
      ring(radii, "#ffb000", 2.5);
    }

    return {
      canvas: node,
      open: (image) => background.getContext("2d").drawImage(image, 0, 0),
      fill: (decoder) => drawTiles(decoder, background, draw),
      // Petak yang memuat z, ke sebuah kanvas 28x28.
      copyTile(z, target) {
        const [left, top] = tileAt(...z).map((place) => place * SIDE);
        target.getContext("2d").drawImage(background, left, top, SIDE, SIDE, 0, 0, SIDE, SIDE);
      },
      show(z, deviations = null) {
        point = { z, deviations };
        draw();
        const words = `${label}; titik di z₁ = ${decimal(z[0])} dan z₂ = ${decimal(z[1])}`;
        node.setAttribute("aria-label", words);
      },
    };
  }

  return { LIMIT, createMap };
})();

Generatif.demos["latent-map"] = {
  async start(figure, loadRest) {
    const {
      slider, button, buttons, picture, element, oncePerFrame, followPointer, show, decimal,
    } = Generatif.controls;
    const { LIMIT, createMap } = Generatif.latentMap;
    const map = createMap("Peta citra buatan dekoder di bidang laten");
    const nearest = picture("Citra di petak terdekat");
    const made = picture("Citra di titik itu");
    const shown = element("div", {}, nearest.block);
    let decoder = null;

    const update = oncePerFrame(() => {
      const z = axes.map((axis) => axis.value);
      map.show(z);
      if (decoder) {
        made.paint(decoder.run(z), `z₁ = ${decimal(z[0])}, z₂ = ${decimal(z[1])}`);
      } else {
        map.copyTile(z, nearest.canvas);
      }
    });
    const range = { min: -LIMIT, max: LIMIT, step: 0.1 };
    const axes = [
      slider("z₁ (mendatar)", { ...range, value: -0.6 }, update),
      slider("z₂ (tegak)", { ...range, value: 0.4 }, update),
    ];
    const moveTo = (z1, z2) => {
      [z1, z2].forEach((value, i) => (axes[i].value = value));
      update();
    };
    followPointer(map.canvas, (x, y) => moveTo(2 * LIMIT * x - LIMIT, LIMIT - 2 * LIMIT * y));
    const opening = element("img", { src: Generatif.weights["map-opening"].image });
    await opening.decode();
    map.open(opening);
    const mapBlock = element("div", { className: "demo-kolom" }, map.canvas);
    show(
      figure,
      element("div", { className: "demo-sebaris" }, mapBlock, shown),
      ...axes.map((axis) => axis.row),
      buttons(button("Ke tengah", () => moveTo(0, 0)))
    );
    update();
    loadRest(() => {
      decoder = Generatif.network("vae2-decoder");
      shown.replaceChildren(made.block);
      map.fill(decoder);
      update();
    });
  },
};
