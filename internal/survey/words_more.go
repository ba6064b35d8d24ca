package survey

import "strings"

var italian = words{
	Group: ".", Title: "Il suo parere per %s", Optional: "Facoltativo", Send: "Invia", Privacy: "Le sue risposte vanno a %s.",
	Error: "Errore", Missing: "Manca qualcosa", Choose: "Scelga una risposta.", Write: "Scriva una risposta.",
	NotThere: "Questa risposta qui non esiste. Scelga una di quelle mostrate.", TooLong: "Al massimo {max} caratteri.",
	BadText: "Il testo contiene caratteri illeggibili. Lo scriva di nuovo.",
	UpTo:    "Fino a {max} caratteri", Counter: "{n} di {max}", Low: "Per niente probabile", High: "Molto probabile",
	Hard: "Molto difficile", Easy: "Molto facile", Several: "Può sceglierne più di una", Number: "Scriva un numero, come 12 o 3,5.",
	Day: "Scelga una data.", Range: "Scelga da {min} a {max}.", From: "Scelga {min} o più.", To: "Scelga {max} o meno.",
	More: "Ancora qualcosa, in base alle sue risposte", Languages: "Lingue",
	Faces:  [5]string{"Pessimo", "Scarso", "Discreto", "Buono", "Ottimo"},
	Thanks: "Grazie per le sue risposte", Closed: "Questo sondaggio è chiuso", ClosedMore: "Non accetta più risposte. Grazie per aver voluto partecipare.",
	Draft: "Questo sondaggio non è ancora aperto", DraftMore: "Torni più tardi.",
	None: "Qui non c’è nessun sondaggio", NoneMore: "Controlli che il link sia stato copiato per intero.",
	TooLarge: "Le sue risposte sono troppo lunghe. Torni indietro e le accorci.",
	Later:    "Non è stato possibile salvare le sue risposte", LaterMore: "Torni indietro e le invii di nuovo tra un momento. Nulla è andato perso.",
}

var portuguese = words{
	Group: ".", Title: "A sua opinião para %s", Optional: "Opcional", Send: "Enviar", Privacy: "As suas respostas são enviadas a %s.",
	Error: "Erro", Missing: "Falta alguma coisa", Choose: "Escolha uma resposta.", Write: "Escreva uma resposta.",
	NotThere: "Essa resposta não existe aqui. Escolha uma das apresentadas.", TooLong: "No máximo {max} caracteres.",
	BadText: "O texto contém caracteres ilegíveis. Escreva-o de novo.",
	UpTo:    "Até {max} caracteres", Counter: "{n} de {max}", Low: "Nada provável", High: "Muito provável",
	Hard: "Muito difícil", Easy: "Muito fácil", Several: "Pode escolher mais do que uma", Number: "Escreva um número, como 12 ou 3,5.",
	Day: "Escolha uma data.", Range: "Escolha de {min} a {max}.", From: "Escolha {min} ou mais.", To: "Escolha {max} ou menos.",
	More: "Mais uma coisa, a partir das suas respostas", Languages: "Idiomas",
	Faces:  [5]string{"Muito mau", "Mau", "Razoável", "Bom", "Muito bom"},
	Thanks: "Obrigado pelas suas respostas", Closed: "Este inquérito está fechado", ClosedMore: "Já não aceita respostas. Obrigado por querer participar.",
	Draft: "Este inquérito ainda não está aberto", DraftMore: "Volte mais tarde.",
	None: "Aqui não há nenhum inquérito", NoneMore: "Verifique se o link foi copiado por inteiro.",
	TooLarge: "As suas respostas são demasiado longas. Volte atrás e encurte-as.",
	Later:    "Não foi possível guardar as suas respostas", LaterMore: "Volte atrás e envie-as de novo daqui a pouco. Nada se perdeu.",
}

var dutch = words{
	Group: ".", Title: "Uw mening voor %s", Optional: "Niet verplicht", Send: "Versturen", Privacy: "Uw antwoorden gaan naar %s.",
	Error: "Fout", Missing: "Er ontbreekt iets", Choose: "Kies een antwoord.", Write: "Schrijf een antwoord.",
	NotThere: "Dat antwoord bestaat hier niet. Kies een van de getoonde.", TooLong: "Hoogstens {max} tekens.",
	BadText: "De tekst bevat onleesbare tekens. Typ hem opnieuw.",
	UpTo:    "Tot {max} tekens", Counter: "{n} van {max}", Low: "Zeer onwaar\u00adschijnlijk", High: "Zeer waarschijnlijk",
	Hard: "Zeer moeilijk", Easy: "Zeer gemakkelijk", Several: "Meer antwoorden mogelijk", Number: "Schrijf een getal, zoals 12 of 3,5.",
	Day: "Kies een datum.", Range: "Kies {min} tot {max}.", From: "Kies {min} of meer.", To: "Kies {max} of minder.",
	More: "Nog iets, naar aanleiding van uw antwoorden", Languages: "Talen",
	Faces:  [5]string{"Zeer slecht", "Slecht", "Matig", "Goed", "Zeer goed"},
	Thanks: "Dank u voor uw antwoorden", Closed: "Deze enquête is gesloten", ClosedMore: "Antwoorden worden niet meer aangenomen. Dank u dat u wilde meedoen.",
	Draft: "Deze enquête is nog niet open", DraftMore: "Kom later terug.",
	None: "Hier is geen enquête", NoneMore: "Controleer of de hele link is gekopieerd.",
	TooLarge: "Uw antwoorden zijn te lang. Ga terug en kort ze in.",
	Later:    "Uw antwoorden konden niet worden bewaard", LaterMore: "Ga terug en verstuur ze zo meteen opnieuw. Er is niets verloren.",
}

var arabic = words{
	Group: ",", Title: "رأيك في %s", Optional: "اختياري", Send: "إرسال", Privacy: "تُرسل إجاباتك إلى %s.",
	Error: "خطأ", Missing: "هناك شيء ناقص", Choose: "اختر إجابة.", Write: "اكتب إجابة.",
	NotThere: "هذه الإجابة غير موجودة هنا. اختر واحدة من المعروضة.", TooLong: "لا تتجاوز {max} حرف.",
	BadText: "يحتوي النص على رموز غير مقروءة. يرجى كتابته مرة أخرى.",
	UpTo:    "حتى {max} حرف", Counter: "{n} من {max}", Low: "غير محتمل إطلاقًا", High: "محتمل جدًا",
	Hard: "صعب جدًا", Easy: "سهل جدًا", Several: "اختر كل ما ينطبق", Number: "اكتب رقمًا مثل 12 أو 3.5.",
	Day: "اختر تاريخًا.", Range: "اختر من {min} إلى {max}.", From: "اختر {min} أو أكثر.", To: "اختر {max} أو أقل.",
	More: "المزيد بناءً على إجاباتك", Languages: "اللغات",
	Faces:  [5]string{"سيئ جدًا", "سيئ", "مقبول", "جيد", "جيد جدًا"},
	Thanks: "شكرًا على إجاباتك", Closed: "هذا الاستبيان مغلق", ClosedMore: "لم يعد يستقبل إجابات. شكرًا لرغبتك في المشاركة.",
	Draft: "هذا الاستبيان غير مفتوح بعد", DraftMore: "يرجى العودة لاحقًا.",
	None: "لا يوجد استبيان هنا", NoneMore: "يرجى التحقق من نسخ الرابط كاملًا.",
	TooLarge: "إجاباتك أطول من اللازم. يرجى العودة واختصارها.",
	Later:    "تعذر حفظ إجاباتك", LaterMore: "يرجى العودة وإرسالها مرة أخرى بعد قليل. لم يضع شيء.",
}

// bounds says between which limits an answer to q lies.
func (w *words) bounds(q *Question) string {
	form := w.Range
	switch {
	case q.Max == "":
		form = w.From
	case q.Min == "":
		form = w.To
	}
	return strings.NewReplacer("{min}", q.Min, "{max}", q.Max).Replace(form)
}
