"use strict";
// Kuis di halaman. Tanpa skrip ini, setiap pilihan berupa <details> (generatif.classroom.quiz);
// di sini setiap soal menjadi <fieldset> dengan tombol radio dan "Periksa". Urutan pilihannya
// tetap, sama dengan di Colab dan di kertas.
(function () {
  const Store = Generatif.quizStore;
  const INTRO = "Tekan Periksa sesudah memilih. Pilihan lain boleh diperiksa juga untuk membaca "
    + "penjelasannya; nilai dihitung dari percobaan pertama. ";
  const KEPT = "Jawaban Anda hanya dicatat di peramban ini; tidak ada yang dikirim.";
  const NOT_KEPT = "Peramban ini menolak mencatat: jawaban Anda hilang bila halaman ditutup.";
  const VERDICTS = { true: ["✓", "Benar."], false: ["✗", "Belum tepat."] };

  function create(tag, className, text = "") {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  }

  function button(className, text, type = "button") {
    const element = create("button", className, text);
    element.type = type;
    return element;
  }

  // Isi kuis tanpa skrip: sebuah paragraf soal, lalu satu <details> per pilihan.
  function readQuestions(quiz) {
    const known = Store.questionsOf(quiz);
    return [...quiz.querySelectorAll(":scope > p")].map((paragraph, index) => {
      const question = { ...known[index], text: paragraph.textContent, choices: [] };
      let next = paragraph.nextElementSibling;
      while (next?.tagName === "DETAILS") {
        question.choices.push(readChoice(next));
        next = next.nextElementSibling;
      }
      return question;
    });
  }

  function readChoice(details) {
    const explanation = details.querySelector("p").cloneNode(true);
    explanation.querySelector("strong").remove();
    return {
      text: details.querySelector("summary").textContent,
      explanation: explanation.textContent.trim(),
    };
  }

  class QuestionForm {
    constructor(question, onAnswer) {
      this.question = question;
      this.onAnswer = onAnswer;
      this.form = create("form", "kuis-soal");
      this.form.autocomplete = "off";
      const fieldset = create("fieldset", "");
      fieldset.append(create("legend", "", question.text));
      this.choices = question.choices.map((choice, index) => this.addChoice(fieldset, choice, index));
      fieldset.append(button("kuis-periksa", "Periksa", "submit"));
      this.verdict = create("p", "kuis-putusan");
      this.verdict.setAttribute("role", "status");
      this.verdict.setAttribute("aria-live", "polite");
      fieldset.append(this.verdict);
      this.form.append(fieldset);
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.check();
      });
      this.show(Store.read(question));
    }

    addChoice(fieldset, choice, index) {
      const label = create("label", "kuis-pilihan");
      const input = create("input", "");
      input.type = "radio";
      input.name = `kuis-${this.question.id}`;
      input.value = index;
      const mark = create("span", "kuis-tanda");
      const words = create("span", "", choice.text);
      words.append(mark);
      label.append(input, words);
      fieldset.append(label);
      return { input, mark };
    }

    // Tampilkan keadaan tersimpan: tanda di pilihan yang sudah dicoba, putusan yang terakhir.
    show(tried) {
      this.tried = tried;
      this.choices.forEach(({ input, mark }, index) => {
        const [icon, words] = VERDICTS[index === this.question.right];
        mark.textContent = tried.includes(index) ? ` ${icon} ${words.toLowerCase().replace(".", "")}` : "";
        input.checked = index === tried.at(-1);
      });
      this.explain(tried.at(-1));
    }

    explain(index) {
      this.verdict.replaceChildren();
      delete this.verdict.dataset.benar;
      if (index === undefined) {
        return;
      }
      const right = index === this.question.right;
      const [icon, words] = VERDICTS[right];
      const sign = create("span", "kuis-ikon", icon);
      sign.setAttribute("aria-hidden", "true");
      this.verdict.dataset.benar = right;
      this.verdict.append(
        sign, create("strong", "", ` ${words}`), ` ${this.question.choices[index].explanation}`,
      );
    }

    check() {
      const index = this.choices.findIndex(({ input }) => input.checked);
      if (index < 0) {
        this.explain(undefined);
        this.verdict.textContent = "Pilih satu jawaban dahulu.";
        return;
      }
      const known = this.tried.includes(index);
      this.show(known ? this.tried : [...this.tried, index]);
      this.choices[index].input.checked = true;
      this.explain(index);
      this.onAnswer(Store.write(this.question, this.tried));
    }

    restart() {
      Store.forget(this.question);
      this.show([]);
    }
  }

  // Hanya di kertas: huruf yang benar dan semua penjelasan, di halaman baru sesudah bab.
  function answerKey(questions) {
    const key = create("section", "kuis-kunci");
    key.append(create("h2", "", "Kunci kuis"));
    questions.forEach((question, index) => {
      const item = create("p", "");
      const letter = question.choices[question.right].text[0];
      item.append(create("strong", "", `${index + 1}. Jawaban: ${letter}.`));
      for (const choice of question.choices) {
        item.append(` (${choice.text[0]}) ${choice.explanation}`);
      }
      key.append(item);
    });
    return key;
  }

  function start(quiz) {
    const questions = readQuestions(quiz);
    const intro = create("p", "kuis-petunjuk", INTRO + KEPT);
    const result = create("p", "kuis-nilai");
    const again = button("kuis-ulang", "Ulangi kuis");

    function showScore() {
      const tried = new Map(forms.map((form) => [form.question, form.tried]));
      const { total, answered, first } = Store.score(questions, (question) => tried.get(question));
      result.textContent = answered
        ? `${first} dari ${total} benar pada percobaan pertama; ${answered} soal sudah dijawab.`
        : `${total} soal, belum ada yang dijawab.`;
      again.hidden = !answered;
    }

    const forms = questions.map((question) => new QuestionForm(question, (kept) => {
      intro.textContent = INTRO + (kept ? KEPT : NOT_KEPT);
      showScore();
    }));
    again.addEventListener("click", () => {
      forms.forEach((form) => form.restart());
      showScore();
      forms[0].choices[0].input.focus();
    });
    quiz.replaceChildren(intro, ...forms.map((form) => form.form), result, again);
    quiz.closest("article")?.append(answerKey(questions));
    showScore();
  }

  document.querySelectorAll(".kuis[data-soal]").forEach(start);
})();
