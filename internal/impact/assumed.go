package impact

// assumed stands in for what nobody has said and no data tell: ranges wide enough that they should hold the truth for most
// organisations, always of grade D. The benchmarks name the study they are taken from; studies of other companies' customers are
// a hint, not knowledge of one's own.
func assumed(name Name) (Input, bool) {
	const tarp = "TARP for the Coca-Cola Company, Measuring the Grapevine: Consumer Response and Word-of-Mouth (1981)"
	a := func(source Source, p10, p90 float64, code, because string) (Input, bool) {
		r, _ := roleOf(name)
		return Input{Name: name, Letter: r.letter, Kind: r.kind, Source: source, Of: "all", Grade: "D", Spec: stated(r, p10, p90), Because: because, Code: code, Key: string(name)}, true
	}
	switch name {
	case Complaint:
		return a(Assumption, 0.05, 0.40, "assumed_complaint", "No cases tell yet how many complain; usually it is between one in twenty and four in ten.")
	case Resolved:
		return a(Assumption, 0.30, 0.80, "assumed_resolved", "No cases tell yet how many complaints are put right.")
	case LeaveSilent:
		return a(Assumption, 0.02, 0.15, "assumed_leave", "Assumed: how many more customers leave after a failure that they don't complain about.")
	case LeaveUnresolved:
		return a(Assumption, 0.05, 0.30, "assumed_leave", "Assumed: how many more customers leave after complaining in vain.")
	case LeaveResolved:
		return a(Assumption, 0.002, 0.05, "assumed_leave", "Assumed: how many more customers leave although their complaint was put right. Recovery seldom makes up for all of it.")
	case SpendSilent:
		return a(Assumption, 0.01, 0.10, "assumed_spend", "Assumed: how much less those spend who stay without complaining.")
	case SpendUnresolved:
		return a(Assumption, 0.02, 0.15, "assumed_spend", "Assumed: how much less those spend who stay after complaining in vain.")
	case SpendResolved:
		return a(Assumption, 0.002, 0.04, "assumed_spend", "Assumed: how much less those spend who stay after their complaint was put right.")
	case Tell:
		return a(Benchmark, 4, 12, "benchmark_tell", "Complainants whom a company left dissatisfied told nine to ten people (median): "+tarp+". Most failures are smaller, hence the range.")
	case TellResolved:
		return a(Benchmark, 2, 6, "benchmark_tell", "Complainants whom a company satisfied completely told four to five people (median): "+tarp+".")
	case LostPerTold:
		return a(Assumption, 0.001, 0.01, "assumed_words", "Assumed: of a thousand people who are told of a failure, one to ten don't become customers who would have.")
	case WonPerTold:
		return a(Assumption, 0.0005, 0.005, "assumed_words", "Assumed: half of what bad words lose, good ones win.")
	}
	return Input{}, false
}
