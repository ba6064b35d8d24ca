package drawing

import "math"

// bezier are the control points from one point to the next of a smooth line.
type bezier struct{ a, b, to point }

// monotone runs through points without overshooting them (Fritsch and Carlson 1980, with Steffen's slopes of 1990): between two
// stages nothing is drawn that neither of them says.
func monotone(p []point) []bezier {
	n := len(p)
	if n < 2 {
		return nil
	}
	slope := make([]float64, n)
	secant := func(i int) float64 { return (p[i+1].y - p[i].y) / (p[i+1].x - p[i].x) }
	for i := 1; i < n-1; i++ {
		before, after := secant(i-1), secant(i)
		h0, h1 := p[i].x-p[i-1].x, p[i+1].x-p[i].x
		mean := (before*h1 + after*h0) / (h0 + h1)
		slope[i] = (sign(before) + sign(after)) * math.Min(math.Min(math.Abs(before), math.Abs(after)), 0.5*math.Abs(mean))
	}
	slope[0] = (3*secant(0) - slope[1]) / 2
	slope[n-1] = (3*secant(n-2) - slope[n-2]) / 2
	if n == 2 {
		slope[0], slope[1] = secant(0), secant(0)
	}
	out := make([]bezier, 0, n-1)
	for i := range n - 1 {
		third := (p[i+1].x - p[i].x) / 3
		out = append(out, bezier{point{p[i].x + third, p[i].y + third*slope[i]}, point{p[i+1].x - third, p[i+1].y - third*slope[i+1]}, p[i+1]})
	}
	return out
}

func sign(v float64) float64 {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

// back are the pieces of a smooth line from its end to its beginning.
func back(p []point) []bezier {
	forth := monotone(p)
	out := make([]bezier, 0, len(forth))
	for i := len(forth) - 1; i >= 0; i-- {
		out = append(out, bezier{forth[i].b, forth[i].a, p[i]})
	}
	return out
}
