#!/bin/sh
# SPDX-License-Identifier: MIT
# voice.sh OUTDIR: makes the clips of assets/voice/clips.txt and the chime, WAV, 22050 Hz, mono,
# 16 bit, and OUTDIR/made last. The same list gives the same bytes. Without espeak-ng or sox it
# says so and makes nothing: the wall then shows its calls in silence.
set -eu
export LC_ALL=C
[ $# = 1 ] || {
    echo "usage: voice.sh OUTDIR" >&2
    exit 2
}
list=assets/voice/clips.txt out=$1 new=$1.new
words_per_minute=135

for tool in espeak-ng sox; do
    command -v "$tool" >/dev/null 2>&1 || {
        echo "voice: no $tool (make setup installs it): no spoken calls are built" >&2
        exit 0
    }
done

# cut FROM TO: without the silence at both ends, and about as loud as the others: -18 dB on
# average, but no peak above -1.5 dB.
cut() {
    sox -R -D "$1" "$2.cut.wav" silence 1 0.002 0.3% fade t 0.003 \
        reverse silence 1 0.002 0.3% fade t 0.010 reverse
    gain=$(sox "$2.cut.wav" -n stats 2>&1 | awk '
        /^Pk lev dB/ { peak = -1.5 - $4 }
        /^RMS lev dB/ { mean = -18 - $4 }
        END { printf "%.2f", peak < mean ? peak : mean }')
    sox -R -D "$2.cut.wav" "$2" gain "$gain"
    rm "$2.cut.wav"
}

# tone FILE SECONDS HERTZ: a soft bell: the tone, a little of its octave, fading from the start.
tone() {
    sox -R -D -n -r 22050 -b 16 -c 2 "$1" synth "$2" sine "$3" sine $(($3 * 2)) \
        remix 1v0.35,2v0.08 fade q 0.005 "$2" "$4"
}

rm -rf "$new" "$out"
mkdir -p "$new/id" "$new/en"
tab=$(printf '\t')
count=0
while IFS=$tab read -r name text; do
    case $name in
    '' | '#'*) continue ;;
    esac
    espeak-ng -v "${name%%/*}" -s "$words_per_minute" -w "$new/raw.wav" -- "$text" </dev/null
    cut "$new/raw.wav" "$new/$name.wav"
    count=$((count + 1))
done <"$list"

tone "$new/ding.wav" 0.50 659 0.42
tone "$new/dong.wav" 0.85 523 0.80
sox -R -D "$new/ding.wav" "$new/dong.wav" "$new/chime.wav"
rm "$new/raw.wav" "$new/ding.wav" "$new/dong.wav"
mv "$new" "$out"
echo "$count" >"$out/made"
