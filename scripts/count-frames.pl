#!/usr/bin/env perl
# Counts the frames in what a full screen writes: pieces that come with a pause of 20 ms before them. For scripts/bench-terminal.sh.
use strict;
use warnings;
use Time::HiRes qw(time);

my ($begun, $last, $all, $most) = (time, 0, 0, 0);
my @second;
while (sysread(STDIN, my $piece, 1 << 16)) {
    my $now = time;
    if ($now - $last > 0.02) {
        $all++;
        push @second, $now;
        shift @second while $now - $second[0] > 1;
        $most = @second if @second > $most;
    }
    $last = $now;
}
printf "%.1f a second, %d in the busiest\n", $all / (time - $begun), $most;
