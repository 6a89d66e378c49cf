"""What the benchmark scripts have in common when they write their part of RESULTS.md."""
import datetime, os, platform, re, statistics, subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
FILE = f'{HERE}/RESULTS.md'


def sh(command):
    return subprocess.run(command, shell=True, capture_output=True, text=True).stdout.strip()


def made_by(script):
    """The first sentence of a part: what was measured, when, and on what machine."""
    commit = sh(f'git -C {HERE} rev-parse --short HEAD')
    cpu = sh("sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n1")
    return (f'Made by `{script}` on {datetime.date.today()} at commit {commit}: {cpu}, '
            f'{platform.system()} {platform.release()}')


def rows(path):
    """The numbers of a file, line by line."""
    return [[float(n) for n in line.split()] for line in open(path)]


def median(path, column=0):
    return statistics.median(row[column] for row in rows(path))


def spread(path, column=0, form=lambda n: f'{n:,.0f}'):
    """Median (least to most)."""
    numbers = [row[column] for row in rows(path)]
    return f'{form(statistics.median(numbers))} ({form(min(numbers))} to {form(max(numbers))})'


def write(title, text):
    """Puts `text` in place of what the part had before; the other parts stay.

    title: of its heading; None for the part on top, which has none
    """
    old = open(FILE).read() if os.path.exists(FILE) else '# Measurements\n'
    top, *parts = re.split(r'(?m)^(?=## )', old)
    if title is None:
        top = f'# Measurements\n\n{text}'
    else:
        mine = f'## {title}\n'
        places = [i for i, part in enumerate(parts) if part.startswith(mine)]
        if places:
            parts[places[0]] = f'{mine}\n{text}'
        else:
            parts.append(f'{mine}\n{text}')
    open(FILE, 'w').write('\n\n'.join(part.strip('\n') for part in [top, *parts]) + '\n')
    print(text)
