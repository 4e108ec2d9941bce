// Unsur antarmuka bersama demo model: kendali asli peramban, kanvas citra, dan alat gambar.
"use strict";
window.Generatif ??= {};

(() => {
  const SIDE = 28;
  const PIXELS = SIDE * SIDE;
  let lastId = 0;

  function element(tag, properties = {}, ...children) {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  }

  // Bilangan untuk pembaca Indonesia: koma desimal.
  function decimal(value, digits = 1) {
    return value.toFixed(digits).replace("-", "−").replace(".", ",");
  }

  function slider(label, { min, max, step, value, digits = 1 }, onInput) {
    const id = `demo-kendali-${++lastId}`;
    const input = element("input", { type: "range", id, min, max, step, value });
    const output = element("output", { htmlFor: id });
    const show = () => (output.textContent = decimal(Number(input.value), digits));
    input.addEventListener("input", () => {
      show();
      onInput();
    });
    show();
    const name = element("label", { htmlFor: id, textContent: label });
    return {
      input,
      row: element("div", { className: "demo-baris" }, name, input, output),
      get value() {
        return Number(input.value);
      },
      set value(next) {
        input.value = next;
        show();
      },
      set max(next) {
        input.max = next;
      },
    };
  }

  function button(label, onClick) {
    const node = element("button", { type: "button", textContent: label });
    node.addEventListener("click", onClick);
    return node;
  }

  function buttons(...nodes) {
    return element("div", { className: "demo-tombol" }, ...nodes);
  }

  function choices(legend, labels, onChoose) {
    const name = `demo-pilihan-${++lastId}`;
    const options = labels.map((label, value) => {
      const input = element("input", { type: "radio", name, value, checked: value === 0 });
      input.addEventListener("change", () => onChoose(value));
      return element("label", {}, input, ` ${label}`);
    });
    const title = element("legend", { textContent: legend });
    return element("fieldset", { className: "demo-pilihan" }, title, ...options);
  }

  function canvas(side, className, label) {
    const node = element("canvas", { width: side, height: side, className });
    node.setAttribute("role", "img");
    node.setAttribute("aria-label", label);
    return node;
  }

  // Kanvas 28x28 dengan judul; `paint` menerima piksel [0, 1] dan uraian baru.
  function picture(title, className = "demo-citra") {
    const node = canvas(SIDE, className, title);
    const caption = element("span", { textContent: title });
    return {
      canvas: node,
      block: element("div", { className: "demo-kolom" }, node, caption),
      paint(pixels, description) {
        paintPixels(node.getContext("2d"), pixels);
        node.setAttribute("aria-label", description ? `${title}: ${description}` : title);
      },
    };
  }

  function paintPixels(context, pixels, left = 0, top = 0) {
    const image = context.createImageData(SIDE, SIDE);
    for (let i = 0; i < PIXELS; i++) {
      image.data.fill(Math.round(255 * pixels[i]), 4 * i, 4 * i + 3);
      image.data[4 * i + 3] = 255;
    }
    context.putImageData(image, left, top);
  }

  // Paling banyak satu hitungan per bingkai layar.
  function oncePerFrame(action) {
    let waiting = false;
    return () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        action();
      });
    };
  }

  // Letak penunjuk di dalam kanvas, 0 sampai 1 ke kanan dan ke bawah.
  function followPointer(node, onMove) {
    const report = (event) => {
      const box = node.getBoundingClientRect();
      onMove((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    };
    node.style.touchAction = "none";
    node.addEventListener("pointerdown", (event) => {
      node.setPointerCapture(event.pointerId);
      report(event);
    });
    node.addEventListener("pointermove", (event) => event.buttons && report(event));
  }

  function stroke(pixels, x, y) {
    const radius = 2;
    for (let i = 0; i < PIXELS; i++) {
      const distance = Math.hypot((i % SIDE) + 0.5 - x, Math.floor(i / SIDE) + 0.5 - y);
      pixels[i] = Math.max(pixels[i], Math.min(1, Math.max(0, radius - distance)));
    }
  }

  // Kosongkan petak berpusat di (x, y): 3x3 piksel.
  function wipe(pixels, x, y) {
    for (let i = 0; i < PIXELS; i++) {
      const far = Math.max(Math.abs((i % SIDE) + 0.5 - x), Math.abs(Math.floor(i / SIDE) + 0.5 - y));
      if (far < 2) pixels[i] = 0;
    }
  }

  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const PAINTS = new Set([" ", "Enter"]);
  const ERASES = new Set(["Delete", "Backspace"]);
  const QUIET = 600; // milidetik tanpa tombol sebelum letak diumumkan
  const HELP =
    "Tombol panah menggerakkan penunjuk, Spasi melukis, Shift dan panah melukis sambil bergerak, " +
    "Delete menghapus.";

  // Menggambar dengan papan ketik. Peran "application" membuat pembaca layar meneruskan tombol panah.
  // Kembaliannya petunjuk, yang tampil selama kanvas difokus lewat papan ketik.
  function drawByKeys(node, paintAt, eraseAt) {
    const place = { x: SIDE / 2, y: SIDE / 2 };
    const cursor = element("span", { className: "demo-penunjuk", hidden: true });
    const help = element("span", { id: `demo-petunjuk-${++lastId}`, textContent: HELP });
    const spoken = element("span", { role: "status" });
    const hint = element("p", { className: "demo-petunjuk", hidden: true }, help, " ", spoken);
    const base = element("div", { className: "demo-alas" });
    let timer = 0;

    node.replaceWith(base);
    base.append(node, cursor);
    node.tabIndex = 0;
    node.setAttribute("role", "application");
    node.setAttribute("aria-describedby", help.id);

    function reveal(visible) {
      cursor.hidden = hint.hidden = !visible;
    }

    function showPlace() {
      cursor.style.left = `${(100 * place.x) / SIDE}%`;
      cursor.style.top = `${(100 * place.y) / SIDE}%`;
      clearTimeout(timer);
      timer = setTimeout(() => {
        spoken.textContent = `Kolom ${place.x + 1}, baris ${place.y + 1}.`;
      }, QUIET);
    }

    function press(key, shift) {
      const [right, down] = ARROWS[key] ?? [0, 0];
      place.x = Math.max(0, Math.min(SIDE - 1, place.x + right));
      place.y = Math.max(0, Math.min(SIDE - 1, place.y + down));
      const center = [place.x + 0.5, place.y + 0.5];
      if (PAINTS.has(key) || (shift && key in ARROWS)) paintAt(...center);
      if (ERASES.has(key)) eraseAt(...center);
      showPlace();
    }

    node.addEventListener("keydown", (event) => {
      const known = event.key in ARROWS || PAINTS.has(event.key) || ERASES.has(event.key);
      if (!known || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      reveal(true);
      press(event.key, event.shiftKey);
    });
    node.addEventListener("focus", () => reveal(node.matches(":focus-visible")));
    node.addEventListener("blur", () => reveal(false));
    showPlace();
    return hint;
  }

  // Pengundi berbenih (mulberry32), agar keadaan awal sama di setiap peramban.
  function random(seed) {
    return () => {
      seed = (seed + 0x6d2b79f5) | 0;
      let bits = Math.imul(seed ^ (seed >>> 15), 1 | seed);
      bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
      return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296;
    };
  }

  function normals(count, draw) {
    return Float32Array.from({ length: count }, () => {
      const radius = Math.sqrt(-2 * Math.log(1 - draw()));
      return radius * Math.cos(2 * Math.PI * draw());
    });
  }

  // Nama kelas seperti di generatif.datasets.CLASS_NAMES.
  const CLASSES = [
    "kaus", "celana panjang", "pulover", "gaun", "mantel",
    "sandal", "kemeja", "sepatu kets", "tas", "sepatu bot",
  ];

  const sampleCount = () => Generatif.weights.samples.labels.length;
  const sampleName = (index) => CLASSES[Generatif.weights.samples.labels[index]];

  // Citra contoh ke-`index`, [0, 1].
  function sampleImage(index) {
    const bytes = Generatif.bytesFromBase64(Generatif.weights.samples.data);
    const start = index * PIXELS;
    return Float32Array.from(bytes.subarray(start, start + PIXELS), (value) => value / 255);
  }

  // Kanvas yang dapat digambari, mulai dari citra contoh ke-`sample`, beserta kedua tombolnya.
  function drawingPad(sample, onChange) {
    let pixels = sampleImage(sample);
    const { canvas: node, block, paint } = picture("Gambar Anda", "demo-citra demo-kanvas");
    const replace = (next) => {
      pixels = next;
      onChange();
    };
    const use = (tool) => (x, y) => {
      tool(pixels, x, y);
      onChange();
    };
    followPointer(node, (x, y) => use(stroke)(x * SIDE, y * SIDE));
    const hint = drawByKeys(node, use(stroke), use(wipe));
    return {
      block,
      hint,
      get pixels() {
        return pixels;
      },
      paint: () => paint(pixels),
      next: button("Contoh berikutnya", () => {
        sample = (sample + 1) % sampleCount();
        replace(sampleImage(sample));
      }),
      erase: button("Hapus", () => replace(new Float32Array(PIXELS))),
    };
  }

  // Kendali tampil sebelum keterangan; pemuat demo menyembunyikan gambar diamnya.
  function show(figure, ...children) {
    const content = element("div", { className: "demo-model" }, ...children);
    figure.querySelector("figcaption").before(content);
  }

  Generatif.controls = {
    SIDE, PIXELS, CLASSES, element, decimal, slider, button, buttons, choices, canvas, picture,
    paintPixels, oncePerFrame, followPointer, drawingPad, random, normals, sampleCount, sampleName,
    sampleImage, show,
  };
})();
