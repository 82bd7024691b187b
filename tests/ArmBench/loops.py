#!/usr/bin/env python3
"""Innermost loops of machine code, and what llvm-mca says of each: instructions, multiplies, cycles, and the cycles below which the ports do not let it fall.

    loops.py arm64 PROGRAM CPU SYMBOL…      a program of run.sh; CPU cortex-a72, or neoverse-n1 for a Cortex-A76, whose core it shares
    loops.py x64 DISASSEMBLY CPU METHOD…    what DOTNET_JitStdOutFile received under DOTNET_JitDisasm="METHOD …"; CPU znver3 or skylake

SYMBOL and METHOD are parts of names. llvm-mca knows no caches: its cycles are those of data in L1.
"""
import re
import subprocess
import sys

MULTIPLIES = re.compile(r"^(sdot|smull2?|smlal2?|sqrdmulh|sqrdmlah|fmla|fmul|vpmaddubsw|vpmaddwd|vpdpbusd|vpmulhrsw|vfmadd\w+|vmulps)\b")
MCA = "llvm-mca-19"


def arm64(program):
    text = subprocess.run(["aarch64-linux-gnu-objdump", "-d", "--no-show-raw-insn", program], check=True, capture_output=True, text=True).stdout
    name, lines = None, []
    for line in text.splitlines():
        if match := re.match(r"^[0-9a-f]+ <(.+)>:$", line):
            if name:
                yield name, lines
            name, lines = match[1], []
        elif match := re.match(r"^ *([0-9a-f]+):\t(.*)$", line):
            code = re.sub(r"\s*//.*", "", match[2]).replace("\t", " ")
            target = re.search(r"\b([0-9a-f]+) <", code) if re.match(r"(b\.|cb|tb|b )", code) else None
            lines.append((int(match[1], 16), re.sub(r" <.*>", "", code), int(target[1], 16) if target else None))
    yield name, lines


def x64(path):
    name, lines, labels, at = None, [], {}, 0
    for line in [*open(path), "; Assembly listing for method end"]:
        if match := re.match(r"; Assembly listing for method (.+)", line):
            if name:
                yield name, [(a, code, labels.get(target)) for a, code, target in lines]
            name, lines, labels = match[1], [], {}
        elif match := re.match(r"^(G_M\w+):", line):
            labels[match[1]] = at
        elif match := re.match(r"^\s+([a-z]\w*)\s*(.*?)\s*(;.*)?$", line):
            code = f"{match[1]} {match[2]}"
            target = re.search(r"(G_M\w+)", code) if match[1].startswith("j") else None
            if match[1] != "align":
                lines.append((at, code, target[1] if target else None))
                at += 1


def loops(lines):
    """The innermost: from the target of a backward branch to it, with no other within."""
    found = [(target, a) for a, _, target in lines if target is not None and lines[0][0] <= target <= a]
    return [(s, e) for s, e in found if not any(s <= s2 and e2 <= e and (s2, e2) != (s, e) for s2, e2 in found)]


def analyse(kind, body, cpu):
    branch = r"^(b\.\w+|cbn?z|tbn?z|b) .*|^(j\w+) .*"
    code = "\n".join("nop" if re.match(branch, line) else re.sub(r"\b(SHORT|gword|bword|byref) ", "", line) for line in body)
    code = re.sub(r"(?m)^(ldr \w+,) [0-9a-f]+$", r"\1 [x0]", code)  # a constant beside the code
    if kind == "x64":
        code = ".intel_syntax noprefix\n" + re.sub(r"\[reloc @\w+\]", "[rip]", code)
    # The JIT leaves out which half.
    code = re.sub(r"(?m)^(vextract[if]128 \w+, \w+)$", r"\1, 1", code)
    arguments = ["-march=aarch64", "-mattr=+dotprod,+rdm"] if kind == "arm64" else ["-march=x86-64"]
    run = subprocess.run([MCA, *arguments, f"-mcpu={cpu}", "-iterations=1000"], input=code, capture_output=True, text=True)
    cycles = re.search(r"Total Cycles:\s+(\d+)", run.stdout)
    if not cycles:
        sys.exit(f"{MCA}: {run.stderr[:400]}")
    return int(cycles[1]) / 1000, float(re.search(r"Block RThroughput:\s+([\d.]+)", run.stdout)[1])


def main():
    kind, path, cpu, *wanted = sys.argv[1:]
    for name, lines in {"arm64": arm64, "x64": x64}[kind](path):
        if not lines or not any(part in name for part in wanted):
            continue
        for start, end in loops(lines):
            body = [code for a, code, _ in lines if start <= a <= end]
            multiplies = sum(bool(MULTIPLIES.match(code)) for code in body)
            if multiplies < 2 or any(re.match(r"(bl|call) ", code) for code in body):
                continue  # what calls others is none of the inner loops
            cycles, ports = analyse(kind, body, cpu)
            print(f"{name[:110]} +{start - lines[0][0]:x}: {len(body)} instructions, {multiplies} multiplies, {cycles:.1f} cycles, {ports:.1f} by ports, {100 * ports / cycles:.0f} %")


main()
