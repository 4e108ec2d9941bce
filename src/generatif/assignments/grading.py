"""Menilai kiriman: paralel, dapat dilanjutkan, dan nilainya dihitung di luar kurungan."""

import ast
import hashlib
import json
import queue
import re
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor, as_completed

import numpy as np

from generatif.assignments import reading, runner
from generatif.assignments.items import Failure
from generatif.assignments.making import check_source
from generatif.pictures import write_atomic

VERSION = 2
NO_ANSWER = "proses berhenti sebelum menjawab"
EXTRA_LINES = "keluarannya tidak sesuai dengan pemanggilan"


def grade_all(assignment, submissions, folder, cage, workers=2, again=False, progress=None):
    """Nilai semua kiriman yang dapat dicocokkan.

    Setiap hasil ditulis segera ke `folder/hasil/`, sehingga perintah yang sama melanjutkan
    penilaian yang terputus.

    Args:
        assignment: :class:`~generatif.assignments.making.Assignment`.
        submissions: hasil :func:`~generatif.assignments.reading.collect`.
        folder: folder keluaran dosen.
        cage: :class:`~generatif.assignments.containment.Cage`.
        workers: banyak kiriman yang dinilai bersamaan.
        again: nilai ulang walau hasilnya sudah ada.
        progress: dipanggil dengan jumlah kiriman, mengembalikan objek `update(1)`; atau `None`.

    Returns:
        Pasangan (dict nomor ke hasil, daftar laporan kiriman yang tidak dinilai).
    """
    chosen, reports = choose(assignment, submissions)
    results, slots = {}, queue.SimpleQueue()
    for slot in range(workers):
        slots.put(slot)
    bar = progress(len(chosen)) if progress else None

    def work(submission):
        slot = slots.get()
        try:
            return stored_result(assignment, submission, folder, cage, slot, again)
        finally:
            slots.put(slot)

    with ThreadPoolExecutor(workers) as pool:
        waiting = {pool.submit(work, submission): submission for submission in chosen}
        for future in as_completed(waiting):
            results[waiting[future].number] = future.result()
            if bar is not None:
                bar.update(1)
    return results, reports


def choose(assignment, submissions):
    """Baca dan cocokkan kiriman; satu kiriman per mahasiswa.

    Args:
        assignment: tugas.
        submissions: kiriman mentah.

    Returns:
        Pasangan (kiriman yang dinilai, daftar (letak, alasan) yang tidak dinilai).
    """
    owners, reports = defaultdict(list), []
    for submission in submissions:
        reading.parse(submission, assignment)
        reading.identify(submission, assignment.students)
        if submission.number:
            owners[submission.number].append(submission)
        else:
            why = submission.problem or "tidak cocok dengan tepat satu mahasiswa di daftar"
            reports.append((submission.path, f"tidak dinilai: {why}"))
    return [_one(number, owned, reports) for number, owned in sorted(owners.items())], reports


def _one(number, owned, reports):
    readable = [submission for submission in owned if not submission.problem]
    if len({submission.data for submission in readable}) > 1:
        paths = ", ".join(submission.path for submission in readable)
        reports.append((paths, f"dua kiriman berbeda untuk nomor {number}; sisakan satu"))
        duplicate = reading.Submission(paths, number=number)
        duplicate.problem = "dua kiriman berbeda untuk nomor yang sama"
        return duplicate
    return (readable or owned)[0]


def stored_result(assignment, submission, folder, cage, slot=0, again=False):
    """Hasil satu kiriman: dari berkas bila sudah ada, atau dinilai lalu ditulis."""
    path = folder / "hasil" / f"{result_key(assignment, submission, cage)}.json"
    if path.is_file() and not again:
        return json.loads(path.read_text(encoding="utf-8"))
    result = grade(assignment, submission, cage, slot)
    write_atomic(path, json.dumps(result, ensure_ascii=False, indent=1).encode())
    return result


def result_key(assignment, submission, cage):
    """Kunci hasil: isi kiriman, pemilik, tugas, batas, dan versi penilai."""
    digest = hashlib.sha256(submission.data)
    owner = (submission.number, submission.path, submission.problem)
    parts = (assignment.digest, *owner, cage.limits, VERSION)
    digest.update("|".join(map(str, parts)).encode())
    return digest.hexdigest()


def grade(assignment, submission, cage, slot=0):
    """Nilai satu kiriman.

    Args:
        assignment: tugas.
        submission: kiriman yang sudah dibaca dan dicocokkan.
        cage: kurungan.
        slot: nomor pekerja.

    Returns:
        Dict berisi nomor, letak, alasan, catatan, nilai per butir, dan jumlahnya.
    """
    answers = {} if submission.problem else submission.answers
    items = [
        _grade_item(assignment, item_id, answers.get(item_id), submission, cage, slot)
        for item_id in assignment.items
    ]
    return {
        "number": submission.number,
        "path": submission.path,
        "problem": submission.problem,
        "notes": submission.notes + _changed_checks(assignment, submission),
        "items": items,
        "total": round(sum(item["earned"] for item in items), 2),
    }


def _grade_item(assignment, item_id, code, submission, cage, slot):
    item, points = assignment.items[item_id], assignment.points[item_id]
    constants = assignment.constants(submission.number, item_id)
    if submission.problem:
        fraction, feedback = 0.0, f"Tidak dinilai: {submission.problem}."
    elif code is None:
        fraction, feedback = 0.0, "Sel jawabannya tidak ditemukan."
    else:
        calls = item.calls(constants, assignment.seed, assignment.key(submission.number))
        lines, reason = cage.run(item.program(runnable(code)), item.function, calls, slot)
        fraction, feedback = judge_outputs(item, constants, calls, lines, reason)
    earned = round(points * fraction, 2)
    return {"id": item_id, "points": points, "earned": earned, "feedback": feedback}


def judge_outputs(item, constants, calls, lines, reason):
    """Nilai baris keluaran proses mahasiswa, yang dianggap dapat dipalsukan.

    Args:
        item: butir.
        constants: tetapan variannya.
        calls: masukan yang diberikan.
        lines: dict per baris keluaran.
        reason: sebab proses berhenti, atau `None`.

    Returns:
        Pasangan (bagian nilai, umpan balik).
    """
    whole = lines[0].get("error") if lines and lines[0].get("all") else None
    if whole == runner.NOT_DONE or (lines and lines[0].get("error") == runner.NOT_DONE):
        return 0.0, "Belum dikerjakan."
    if whole:
        return 0.0, f"Kode berhenti: {reading.tidy_text(whole)}."
    if len(lines) > len(calls):
        return 0.0, f"Kode berhenti: {EXTRA_LINES}."
    outputs = [_output(line) for line in lines]
    outputs += [Failure(reason or NO_ANSWER)] * (len(calls) - len(lines))
    try:
        with np.errstate(all="ignore"):
            return item.score(constants, calls, outputs)
    except Exception as error:  # keluaran lawan tidak boleh menghentikan penilaian yang lain
        return 0.0, f"Keluarannya tidak dapat dinilai: {type(error).__name__}."


def runnable(code):
    """Kode tanpa perintah notebook (`%` dan `!`), bila perintah itu membuatnya bukan Python."""
    try:
        ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return re.sub(r"^(\s*)[%!].*$", r"\1pass", code, flags=re.MULTILINE)
    return code


def _output(line):
    if "error" in line:
        return Failure(reading.tidy_text(line["error"]))
    try:
        return runner.unpack_value(line.get("value"))
    except ValueError as error:
        return Failure(str(error))


def _changed_checks(assignment, submission):
    if submission.problem:
        return []
    notes = []
    for item_id, item in assignment.items.items():
        original = check_source(item, assignment.constants(submission.number, item_id))
        if submission.checks.get(item_id, "").strip() != original.strip():
            notes.append(f"sel pemeriksa {item_id} diubah atau dihapus; dikembalikan")
    return notes
