"use strict";
// Pemuat demo: menunggu sebuah demo mendekati layar, memuat berkasnya, lalu menjalankannya.
// Demo mendaftar sebagai Generatif.demos[NAMA] = { start(figure, loadRest) { ... } }. Berkas di
// data-files datang sebelum start; berkas di data-later sesudah demo memanggil loadRest(selesai).
// Berkas dimuat lewat <script>, bukan fetch, supaya jalan juga dari file://.
(function () {
  const Generatif = (window.Generatif ??= {});
  Generatif.demos ??= {};

  const folder = document.currentScript.src.replace(/[^/]*$/, "");
  const NEAR = "400px";
  const loading = new Map();

  // Satu janji per berkas: dua demo yang memakai model yang sama memuatnya sekali. Berkas boleh tiba
  // tidak berurutan, tetapi dijalankan berurutan (async = false): yang belakang memakai yang depan.
  function loadScript(file) {
    if (!loading.has(file)) {
      loading.set(file, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = folder + file;
        script.async = false;
        script.fetchPriority = "high"; // pembaca sudah sampai di demo; skrip tema boleh menunggu
        script.onload = resolve;
        script.onerror = () => {
          loading.delete(file);
          script.remove();
          reject(new Error(`${file} tidak dapat dimuat`));
        };
        document.head.append(script);
      }));
    }
    return loading.get(file);
  }

  const loadAll = (names) => Promise.all(names.split(" ").map(loadScript));

  // Sisa yang gagal dimuat boleh diminta lagi; sementara itu yang sudah datang tetap dipakai.
  async function loadLater(figure, finish) {
    try {
      await loadAll(figure.dataset.later);
    } catch {
      showButton(figure, "Sisa demo gagal dimuat. Coba lagi", () => loadLater(figure, finish));
      return;
    }
    finish();
    figure.dataset.rest = "lengkap";
  }

  // Gagal memuat bukan galat halaman: gambar diamnya tetap ada, dan pembaca dapat mencoba lagi.
  async function startDemo(figure) {
    figure.dataset.state = "memuat";
    try {
      await loadAll(figure.dataset.files);
    } catch {
      figure.dataset.state = "gagal";
      showButton(figure, "Demo gagal dimuat. Coba lagi", () => startDemo(figure));
      return;
    }
    let finish = null;
    await Generatif.demos[figure.dataset.demo].start(figure, (act) => (finish = act));
    figure.dataset.state = "siap";
    if (finish) loadLater(figure, finish);
  }

  function showButton(figure, words, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "demo-muat";
    button.textContent = words;
    button.addEventListener("click", () => {
      button.remove();
      act();
    });
    figure.querySelector("img").after(button);
  }

  // Paket data hemat atau jaringan lambat: pembaca yang memutuskan.
  function savesData() {
    const connection = navigator.connection;
    return Boolean(connection && (connection.saveData || /2g$/.test(connection.effectiveType)));
  }

  // Satu demo pada satu waktu: di jaringan lambat, yang pertama tidak berebut dengan yang berikutnya.
  let queue = Promise.resolve();
  function enqueue(figure) {
    queue = queue.then(() => startDemo(figure)).catch(reportError);
  }

  function watch() {
    const observer = new IntersectionObserver((entries) => {
      for (const entry of entries.filter((each) => each.isIntersecting)) {
        observer.unobserve(entry.target);
        enqueue(entry.target);
      }
    }, { rootMargin: NEAR });
    return (figure) => observer.observe(figure);
  }

  function offer(figure) {
    showButton(figure, `Muat demo (${figure.dataset.kb} kB)`, () => startDemo(figure));
  }

  // Skrip ini async dan tidak menunggu naskah selesai diurai: figur diterima begitu ada simpul
  // sesudahnya, yaitu ketika isinya sudah lengkap.
  function begin() {
    const accept = savesData() ? offer : watch();
    const acceptNew = () => {
      for (const figure of document.querySelectorAll("figure.demo:not(.hidup)")) {
        if (figure.nextSibling || document.readyState !== "loading") {
          figure.classList.add("hidup");
          accept(figure);
        }
      }
    };
    acceptNew();
    if (document.readyState === "loading") {
      const parsing = new MutationObserver(acceptNew);
      parsing.observe(document, { childList: true, subtree: true });
      document.addEventListener("readystatechange", () => {
        parsing.disconnect();
        acceptNew();
      }, { once: true });
    }
  }

  begin();
})();
