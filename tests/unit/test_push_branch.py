"""Cabang terbitan di repositori git kosong: diganti, tidak menghapus paket lama."""

import pytest

import push_branch
from push_branch import git


@pytest.fixture
def remote(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch", "main", "asal.git")
    return (tmp_path / "asal.git").as_uri()


@pytest.fixture
def staged(tmp_path):
    """Fungsi yang menulis terbitan kecil."""

    def write(digest, chapter, **more):
        folder = tmp_path / f"terbit-{digest}"
        files = {f"paket/{digest}/a.whl": digest, f"book/gan/{chapter}": "{}", **more}
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        return folder

    return write


def published(tmp_path):
    bare = tmp_path / "asal.git"
    return set(git(bare, "ls-tree", "-r", "--name-only", push_branch.BRANCH).split())


def commits(tmp_path):
    return int(git(tmp_path / "asal.git", "rev-list", "--count", push_branch.BRANCH))


def test_old_wheels_stay_and_old_notebooks_go(tmp_path, remote, staged):
    assert push_branch.push(staged("111", "lama.ipynb", **{".gitignore": "*.whl"}), remote)
    assert push_branch.push(staged("222", "baru.ipynb"), remote)
    assert published(tmp_path) == {"paket/111/a.whl", "paket/222/a.whl", "book/gan/baru.ipynb"}
    assert commits(tmp_path) == 2


def test_nothing_new_makes_no_commit(tmp_path, remote, staged):
    folder = staged("111", "bab.ipynb")
    assert push_branch.push(folder, remote)
    assert not push_branch.push(folder, remote)
    assert commits(tmp_path) == 1


def test_only_the_publishing_branch_changes(tmp_path, remote, staged):
    push_branch.push(staged("111", "bab.ipynb"), remote)
    assert git(tmp_path, "ls-remote", "--heads", remote).split()[1::2] == ["refs/heads/colab"]


def test_another_folder_is_refused(tmp_path, remote):
    with pytest.raises(FileNotFoundError, match="bukan isi cabang colab"):
        push_branch.push(tmp_path, remote)
    assert git(tmp_path, "ls-remote", remote) == ""
