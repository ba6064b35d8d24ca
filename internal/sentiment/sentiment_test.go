package sentiment

import "testing"

func TestWordsChangeExactlyAtTheirThresholds(t *testing.T) {
	t.Parallel()
	for score, want := range map[int]Word{
		-1000: VeryNegative, -500: VeryNegative, -499: Negative, -150: Negative, -149: Mixed, 0: Mixed,
		149: Mixed, 150: Positive, 499: Positive, 500: VeryPositive, 1000: VeryPositive,
	} {
		if got := WordOf(score); got != want {
			t.Errorf("%d is %s, want %s", score, got, want)
		}
	}
}

func TestCodesFollowTheOrderOfWords(t *testing.T) {
	t.Parallel()
	for i, w := range Words() {
		if w.Code() != int32(i)+1 {
			t.Errorf("%s has code %d", w, w.Code())
		}
	}
	if Word("").Code() != 0 || Word("angry").Code() != 0 {
		t.Error("what is no word has a code")
	}
}

func TestSeveralCommentsWeighTheSame(t *testing.T) {
	t.Parallel()
	if _, ok := Combine(nil); ok {
		t.Error("nothing was read from nothing")
	}
	for _, c := range []struct {
		scores []int
		want   int
	}{
		{[]int{300}, 300}, {[]int{1000, -1000}, 0}, {[]int{900, 900, -900}, 300},
		{[]int{1, 2}, 2}, {[]int{-1, -2}, -2}, {[]int{1, 0, 0}, 0}, {[]int{-1000, -1000}, -1000},
	} {
		var rs []Reading
		for _, s := range c.scores {
			rs = append(rs, Reading{Score: s, Word: WordOf(s), Version: "a-1"})
		}
		got, ok := Combine(rs)
		if !ok || got != (Reading{c.want, WordOf(c.want), "a-1"}) {
			t.Errorf("%v: %+v", c.scores, got)
		}
	}
	if got, _ := Combine([]Reading{{Version: "a-1"}, {Version: "a-2"}, {Version: "a-1"}}); got.Version != "a-1+a-2" {
		t.Error(got.Version)
	}
}
