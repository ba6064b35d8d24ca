package importing

// tellers count how often numbers have come. Nearly all come once, and cost sixteen to thirty-two bytes: a map of a million
// would take several times that.
type tellers struct {
	table []uint64 // by hash, open addressing; 0 is free
	used  int
	again map[uint64]uint32 // those that came more than once
}

// count returns how often n came before. n is a hash: its low bits are as good as any.
func (t *tellers) count(n uint64) (before uint32) {
	if n == 0 {
		n = 1 // as good a place as any for one of 2^64
	}
	if 2*t.used >= len(t.table) {
		t.grow()
	}
	if !t.put(n) {
		t.used++
		return 0
	}
	if t.again == nil {
		t.again = map[uint64]uint32{}
	}
	t.again[n]++
	return t.again[n]
}

// put stores a number and reports whether it was there.
func (t *tellers) put(n uint64) bool {
	mask := uint64(len(t.table) - 1)
	for at := n & mask; ; at = (at + 1) & mask {
		switch t.table[at] {
		case n:
			return true
		case 0:
			t.table[at] = n
			return false
		}
	}
}

func (t *tellers) grow() {
	old := t.table
	t.table = make([]uint64, max(1024, 2*len(old)))
	for _, n := range old {
		if n != 0 {
			t.put(n)
		}
	}
}
