package survey

import (
	"strings"

	"golang.org/x/text/language"
)

// words are what the page itself says around a survey's own texts, in one language. %s is the organisation, {n} a number of
// characters so far; {max} the most there may be.
type words struct {
	Title      string // of the page
	Group      string // between thousands
	Optional   string
	Send       string
	Privacy    string
	Error      string // before the title
	Missing    string // above the list of what is wrong
	Choose     string // a choice is missing
	Write      string // words are missing
	NotThere   string // an answer that the question doesn't have
	TooLong    string
	BadText    string // not UTF-8, or control characters
	UpTo       string
	Counter    string
	Low, High  string // the ends of the NPS scale
	Hard, Easy string // the ends of the CES scale
	Several    string // beside a multiple choice
	Number     string // what was typed is no number
	Day        string // what was typed is no date
	Range      string // {min} to {max}
	From, To   string // {min}; {max}
	More       string // above the page that asks on
	Languages  string // of the list of languages
	Faces      [5]string
	Thanks     string
	Closed     string
	ClosedMore string
	Draft      string
	DraftMore  string
	None       string
	NoneMore   string
	TooLarge   string
	Later      string
	LaterMore  string
}

// pageWords returns the words for a language tag; English where there are none of their own.
func pageWords(tag string) *words {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	switch base {
	case "de":
		return &german
	case "fr":
		return &french
	case "es":
		return &spanish
	case "it":
		return &italian
	case "pt":
		return &portuguese
	case "nl":
		return &dutch
	case "ar":
		return &arabic
	}
	return &english
}

// accepted picks the words for a request that names no survey, from its Accept-Language header.
func accepted(header string) (tag string, w *words) {
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(header) > 200 {
		return "en", &english
	}
	for _, t := range tags {
		base, _ := t.Base()
		if w := pageWords(base.String()); w != &english || base.String() == "en" {
			return base.String(), w
		}
	}
	return "en", &english
}

// rightToLeft reports whether a language is written from the right.
func rightToLeft(tag string) bool {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	switch base {
	case "ar", "dv", "fa", "he", "ps", "ur", "yi":
		return true
	}
	return false
}

var english = words{
	Group: ",", Title: "Your feedback to %s", Optional: "Optional", Send: "Send", Privacy: "Your answers go to %s.",
	Error: "Error", Missing: "Something is missing", Choose: "Choose an answer.", Write: "Write an answer.",
	NotThere: "That answer doesn’t exist here. Choose one of those shown.", TooLong: "Use at most {max} characters.",
	BadText: "The text holds characters that can’t be read. Please type it again.",
	UpTo:    "Up to {max} characters", Counter: "{n} of {max}", Low: "Not at all likely", High: "Extremely likely",
	Hard: "Very difficult", Easy: "Very easy", Several: "Choose all that apply", Number: "Write a number, such as 12 or 3.5.",
	Day: "Choose a date.", Range: "Choose {min} to {max}.", From: "Choose {min} or more.", To: "Choose {max} or less.",
	More: "A little more, from what you answered", Languages: "Languages",
	Faces:  [5]string{"Very poor", "Poor", "Fair", "Good", "Very good"},
	Thanks: "Thank you for your answers", Closed: "This survey is closed", ClosedMore: "It no longer takes answers. Thank you for wanting to take part.",
	Draft: "This survey isn’t open yet", DraftMore: "Please come back later.",
	None: "There is no survey here", NoneMore: "Please check that the whole link was copied.",
	TooLarge: "Your answers are too long to be sent. Please go back and shorten them.",
	Later:    "Your answers could not be saved", LaterMore: "Please go back and send them again in a moment. Nothing you typed is lost.",
}

var german = words{
	Group: ".", Title: "Ihre Rückmeldung an %s", Optional: "Freiwillig", Send: "Absenden", Privacy: "Ihre Antworten gehen an %s.",
	Error: "Fehler", Missing: "Es fehlt noch etwas", Choose: "Wählen Sie eine Antwort.", Write: "Schreiben Sie eine Antwort.",
	NotThere: "Diese Antwort gibt es hier nicht. Wählen Sie eine der gezeigten.", TooLong: "Höchstens {max} Zeichen.",
	BadText: "Der Text enthält unlesbare Zeichen. Bitte schreiben Sie ihn noch einmal.",
	UpTo:    "Bis zu {max} Zeichen", Counter: "{n} von {max}", Low: "Sehr unwahr\u00adscheinlich", High: "Sehr wahrscheinlich",
	Hard: "Sehr schwierig", Easy: "Sehr einfach", Several: "Mehrere Antworten möglich", Number: "Schreiben Sie eine Zahl, etwa 12 oder 3,5.",
	Day: "Wählen Sie ein Datum.", Range: "Wählen Sie {min} bis {max}.", From: "Wählen Sie {min} oder mehr.", To: "Wählen Sie höchstens {max}.",
	More: "Noch etwas, zu Ihren Antworten", Languages: "Sprachen",
	Faces:  [5]string{"Sehr schlecht", "Schlecht", "Mittel", "Gut", "Sehr gut"},
	Thanks: "Vielen Dank für Ihre Antworten", Closed: "Diese Umfrage ist beendet", ClosedMore: "Sie nimmt keine Antworten mehr an. Danke, dass Sie teilnehmen wollten.",
	Draft: "Diese Umfrage ist noch nicht offen", DraftMore: "Bitte kommen Sie später wieder.",
	None: "Hier gibt es keine Umfrage", NoneMore: "Bitte prüfen Sie, ob der ganze Link kopiert wurde.",
	TooLarge: "Ihre Antworten sind zu lang. Bitte gehen Sie zurück und kürzen Sie sie.",
	Later:    "Ihre Antworten konnten nicht gespeichert werden", LaterMore: "Bitte gehen Sie zurück und senden Sie sie gleich noch einmal. Ihre Eingaben sind nicht verloren.",
}

var french = words{
	Group: "\u202f", Title: "Votre avis pour %s", Optional: "Facultatif", Send: "Envoyer", Privacy: "Vos réponses sont transmises à %s.",
	Error: "Erreur", Missing: "Il manque quelque chose", Choose: "Choisissez une réponse.", Write: "Écrivez une réponse.",
	NotThere: "Cette réponse n’existe pas ici. Choisissez l’une de celles affichées.", TooLong: "{max} caractères au plus.",
	BadText: "Le texte contient des caractères illisibles. Veuillez le saisir à nouveau.",
	UpTo:    "{max} caractères au plus", Counter: "{n} sur {max}", Low: "Pas du tout probable", High: "Très probable",
	Hard: "Très difficile", Easy: "Très facile", Several: "Plusieurs réponses possibles", Number: "Écrivez un nombre, par exemple 12 ou 3,5.",
	Day: "Choisissez une date.", Range: "Choisissez de {min} à {max}.", From: "Choisissez {min} ou plus.", To: "Choisissez {max} ou moins.",
	More: "Encore une chose, d’après vos réponses", Languages: "Langues",
	Faces:  [5]string{"Très mauvais", "Mauvais", "Moyen", "Bon", "Très bon"},
	Thanks: "Merci pour vos réponses", Closed: "Cette enquête est terminée", ClosedMore: "Elle n’accepte plus de réponses. Merci d’avoir voulu y participer.",
	Draft: "Cette enquête n’est pas encore ouverte", DraftMore: "Veuillez revenir plus tard.",
	None: "Il n’y a pas d’enquête ici", NoneMore: "Veuillez vérifier que le lien a été copié en entier.",
	TooLarge: "Vos réponses sont trop longues. Veuillez revenir en arrière et les raccourcir.",
	Later:    "Vos réponses n’ont pas pu être enregistrées", LaterMore: "Veuillez revenir en arrière et les renvoyer dans un instant. Rien n’est perdu.",
}

var spanish = words{
	Group: "", Title: "Su opinión para %s", Optional: "Opcional", Send: "Enviar", Privacy: "Sus respuestas se envían a %s.",
	Error: "Error", Missing: "Falta algo", Choose: "Elija una respuesta.", Write: "Escriba una respuesta.",
	NotThere: "Esa respuesta no existe aquí. Elija una de las mostradas.", TooLong: "Como máximo {max} caracteres.",
	BadText: "El texto contiene caracteres ilegibles. Escríbalo de nuevo.",
	UpTo:    "Hasta {max} caracteres", Counter: "{n} de {max}", Low: "Nada probable", High: "Muy probable",
	Hard: "Muy difícil", Easy: "Muy fácil", Several: "Elija todas las que correspondan", Number: "Escriba un número, como 12 o 3,5.",
	Day: "Elija una fecha.", Range: "Elija de {min} a {max}.", From: "Elija {min} o más.", To: "Elija {max} o menos.",
	More: "Algo más, según sus respuestas", Languages: "Idiomas",
	Faces:  [5]string{"Muy mal", "Mal", "Regular", "Bien", "Muy bien"},
	Thanks: "Gracias por sus respuestas", Closed: "Esta encuesta está cerrada", ClosedMore: "Ya no admite respuestas. Gracias por querer participar.",
	Draft: "Esta encuesta aún no está abierta", DraftMore: "Vuelva más tarde.",
	None: "Aquí no hay ninguna encuesta", NoneMore: "Compruebe que el enlace se copió completo.",
	TooLarge: "Sus respuestas son demasiado largas. Vuelva atrás y acórtelas.",
	Later:    "No se pudieron guardar sus respuestas", LaterMore: "Vuelva atrás y envíelas de nuevo en un momento. No se ha perdido nada.",
}
