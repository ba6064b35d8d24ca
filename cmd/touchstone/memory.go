package main

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	// roomy is how much garbage, in percent of what lives, may gather: little is kept here and much passes through, so that
	// collecting seldom is cheap.
	roomy = 300
	// modest is where it stops being cheap for the machine: a large export passes gigabytes through, and would keep hundreds of
	// megabytes of them.
	modest = 192 << 20
)

// tendMemory lets the collector be lazy while the heap is small and has it work harder from modest upward, but never against
// a heap that is honestly larger: there it would do nothing else. Whoever sets GOGC or GOMEMLIMIT has decided.
func tendMemory(ctx context.Context) {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(roomy)
	lives := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		metrics.Read(lives)
		debug.SetMemoryLimit(max(modest, 2*int64(lives[0].Value.Uint64()))) //nolint:gosec // far below 2⁶³
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
