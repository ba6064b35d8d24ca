package reply

import (
	"strings"

	"github.com/touchstone-cx/touchstone/internal/casework"
)

// words are what the status page and a letter's end say, in one language. {n} is a number, {day} a date.
type words struct {
	Title, Intro, Ref, Code, CodeHelp, Show string
	Wrong, TooMany, Nowhere, Later, TooLong string
	StateIs, Promised, By, Until, Kept      string
	States                                  map[casework.State]string
	Messages, None, You                     string
	Add, Send, Write, TooMuch, BadText      string
	Enough, Got, Confirm, Again             string
	Foot                                    string
}

// wordsFor returns the words for a language tag; English where there are none of their own.
func wordsFor(tag string) *words {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if w, ok := allWords[base]; ok {
		return w
	}
	return allWords["en"]
}

var allWords = map[string]*words{"en": &english, "de": &german, "fr": &french, "es": &spanish}

var english = words{
	Title: "How your request stands", Intro: "Enter the reference and the code from our e-mail.", Ref: "Reference", Code: "Code",
	CodeHelp: "12 letters and digits, such as K7QM-2XPD-9RTV", Show: "Show",
	Wrong:   "This reference and this code don’t belong together. Both are at the end of our e-mail.",
	TooMany: "That was tried too often. Please try again in {n} minutes.", Nowhere: "There is nothing at this address. Open the link from our e-mail again.",
	Later: "That didn’t work. Please try again in a few minutes.", TooLong: "That is more than we can take at once.",
	StateIs: "Where it stands", Promised: "What we promised", By: "You hear from us by {day}.", Until: "by {day}", Kept: "done",
	States: map[casework.State]string{casework.New: "We have received it. Somebody will look at it soon.", casework.Open: "We are working on it.",
		casework.Waiting: "We are waiting for your answer.", casework.Resolved: "We believe this has been put right.", casework.Closed: "This has been closed."},
	Messages: "Messages", None: "No messages yet.", You: "You",
	Add: "Add a message", Send: "Send", Write: "Please write a message.", TooMuch: "Please write at most {n} characters.",
	BadText: "This text holds characters that we can’t keep.", Enough: "That is enough for today. Please wait for our answer.",
	Got: "Thank you. We have received your message.", Confirm: "This was finished. Tick the box if we should look at it again.",
	Again: "Yes, please look at it again", Foot: "See how your request stands, or add something: open this page with the reference and the code below.",
}

var german = words{
	Title: "Wie es um Ihr Anliegen steht", Intro: "Geben Sie die Referenz und den Code aus unserer E-Mail ein.", Ref: "Referenz", Code: "Code",
	CodeHelp: "12 Buchstaben und Ziffern, etwa K7QM-2XPD-9RTV", Show: "Anzeigen",
	Wrong:   "Diese Referenz und dieser Code gehören nicht zusammen. Beide stehen am Ende unserer E-Mail.",
	TooMany: "Das wurde zu oft versucht. Bitte versuchen Sie es in {n} Minuten wieder.", Nowhere: "Unter dieser Adresse gibt es nichts. Öffnen Sie den Link aus unserer E-Mail noch einmal.",
	Later: "Das hat nicht geklappt. Bitte versuchen Sie es in ein paar Minuten wieder.", TooLong: "Das ist mehr, als wir auf einmal annehmen können.",
	StateIs: "Stand", Promised: "Was wir versprochen haben", By: "Sie hören bis {day} von uns.", Until: "bis {day}", Kept: "erledigt",
	States: map[casework.State]string{casework.New: "Wir haben es erhalten und sehen es uns bald an.", casework.Open: "Wir arbeiten daran.",
		casework.Waiting: "Wir warten auf Ihre Antwort.", casework.Resolved: "Wir meinen, dass es in Ordnung gebracht ist.", casework.Closed: "Es ist abgeschlossen."},
	Messages: "Nachrichten", None: "Noch keine Nachrichten.", You: "Sie",
	Add: "Nachricht hinzufügen", Send: "Senden", Write: "Bitte schreiben Sie eine Nachricht.", TooMuch: "Bitte höchstens {n} Zeichen.",
	BadText: "Dieser Text enthält Zeichen, die wir nicht speichern können.", Enough: "Das genügt für heute. Bitte warten Sie auf unsere Antwort.",
	Got: "Danke. Wir haben Ihre Nachricht erhalten.", Confirm: "Es war abgeschlossen. Kreuzen Sie an, wenn wir es noch einmal ansehen sollen.",
	Again: "Ja, bitte sehen Sie es noch einmal an", Foot: "Sehen Sie, wie es um Ihr Anliegen steht, oder ergänzen Sie etwas: Öffnen Sie diese Seite mit Referenz und Code.",
}

var french = words{
	Title: "Où en est votre demande", Intro: "Saisissez la référence et le code de notre e-mail.", Ref: "Référence", Code: "Code",
	CodeHelp: "12 lettres et chiffres, par exemple K7QM-2XPD-9RTV", Show: "Afficher",
	Wrong:   "Cette référence et ce code ne vont pas ensemble. Les deux figurent à la fin de notre e-mail.",
	TooMany: "Trop d’essais. Veuillez réessayer dans {n} minutes.", Nowhere: "Il n’y a rien à cette adresse. Ouvrez de nouveau le lien de notre e-mail.",
	Later: "Cela n’a pas fonctionné. Veuillez réessayer dans quelques minutes.", TooLong: "C’est plus que ce que nous pouvons recevoir en une fois.",
	StateIs: "Où en est-on", Promised: "Ce que nous avons promis", By: "Vous aurez de nos nouvelles d’ici le {day}.", Until: "d’ici le {day}", Kept: "fait",
	States: map[casework.State]string{casework.New: "Nous l’avons reçue et l’examinerons bientôt.", casework.Open: "Nous y travaillons.",
		casework.Waiting: "Nous attendons votre réponse.", casework.Resolved: "Nous pensons que c’est réglé.", casework.Closed: "C’est clos."},
	Messages: "Messages", None: "Pas encore de messages.", You: "Vous",
	Add: "Ajouter un message", Send: "Envoyer", Write: "Veuillez écrire un message.", TooMuch: "Au plus {n} caractères, s’il vous plaît.",
	BadText: "Ce texte contient des caractères que nous ne pouvons pas conserver.", Enough: "Cela suffit pour aujourd’hui. Veuillez attendre notre réponse.",
	Got: "Merci. Nous avons reçu votre message.", Confirm: "C’était terminé. Cochez la case si nous devons l’examiner de nouveau.",
	Again: "Oui, veuillez l’examiner de nouveau", Foot: "Voyez où en est votre demande ou ajoutez quelque chose : ouvrez cette page avec la référence et le code.",
}

var spanish = words{
	Title: "Cómo va su solicitud", Intro: "Introduzca la referencia y el código de nuestro correo.", Ref: "Referencia", Code: "Código",
	CodeHelp: "12 letras y cifras, como K7QM-2XPD-9RTV", Show: "Mostrar",
	Wrong:   "Esta referencia y este código no van juntos. Ambos están al final de nuestro correo.",
	TooMany: "Demasiados intentos. Inténtelo de nuevo dentro de {n} minutos.", Nowhere: "No hay nada en esta dirección. Abra de nuevo el enlace de nuestro correo.",
	Later: "No ha funcionado. Inténtelo de nuevo dentro de unos minutos.", TooLong: "Es más de lo que podemos recibir de una vez.",
	StateIs: "Cómo va", Promised: "Lo que prometimos", By: "Tendrá noticias nuestras antes del {day}.", Until: "antes del {day}", Kept: "hecho",
	States: map[casework.State]string{casework.New: "La hemos recibido y la veremos pronto.", casework.Open: "Estamos en ello.",
		casework.Waiting: "Esperamos su respuesta.", casework.Resolved: "Creemos que está resuelto.", casework.Closed: "Está cerrado."},
	Messages: "Mensajes", None: "Aún no hay mensajes.", You: "Usted",
	Add: "Añadir un mensaje", Send: "Enviar", Write: "Escriba un mensaje, por favor.", TooMuch: "Como mucho {n} caracteres, por favor.",
	BadText: "Este texto contiene caracteres que no podemos guardar.", Enough: "Es suficiente por hoy. Espere nuestra respuesta, por favor.",
	Got: "Gracias. Hemos recibido su mensaje.", Confirm: "Estaba terminado. Marque la casilla si debemos verlo de nuevo.",
	Again: "Sí, véanlo de nuevo, por favor", Foot: "Vea cómo va su solicitud o añada algo: abra esta página con la referencia y el código.",
}
