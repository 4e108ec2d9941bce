"use strict";
// "Kemajuan Anda" di beranda: nilai kuis setiap bab dari catatan di peramban ini.
(function () {
  const Store = Generatif.quizStore;

  function words({ total, answered, first }) {
    return answered ? `${first} dari ${total} benar; ${answered} dijawab` : `${total} soal, belum dijawab`;
  }

  function start(section) {
    const rows = [...section.querySelectorAll("li[data-soal]")];
    const summary = section.querySelector(".kemajuan-ringkas");
    const part = (name) => section.querySelector(`[data-bagian="${name}"]`);

    function show() {
      let answered = 0;
      let first = 0;
      let total = 0;
      for (const row of rows) {
        const score = Store.score(Store.questionsOf(row), Store.read);
        row.querySelector("span").textContent = words(score);
        row.dataset.selesai = score.answered === score.total;
        answered += score.answered;
        first += score.first;
        total += score.total;
      }
      summary.textContent = answered
        ? `Anda sudah menjawab ${answered} dari ${total} soal kuis; ${first} benar pada percobaan pertama.`
        : `Belum ada kuis yang Anda jawab di peramban ini. Ada ${total} soal, di akhir setiap bab.`;
      part("hapus").hidden = !answered;
    }

    function ask(asking) {
      part("hapus").hidden = asking;
      part("tanya").hidden = !asking;
      part(asking ? "batal" : "hapus").focus();
    }

    part("hapus").addEventListener("click", () => ask(true));
    part("batal").addEventListener("click", () => ask(false));
    part("ya").addEventListener("click", () => {
      Store.forgetAll();
      part("tanya").hidden = true;
      show();
      summary.focus();
    });
    // Pada file://, sebagian peramban memisahkan catatan setiap berkas.
    part("dari-disk").hidden = location.protocol !== "file:";
    show();
    section.hidden = false;
    // Kembali dengan tombol mundur: halaman dapat datang dari ingatan peramban.
    window.addEventListener("pageshow", show);
  }

  document.querySelectorAll("section.kemajuan").forEach(start);
})();
