package demo

// The names of an invented contact centre. Nobody and nowhere of it exists; addresses end in example.org.

type site struct {
	key, name, region string
	teams             int
	partner           bool
}

var regions = []string{"north", "south"}

var sites = []site{
	{"alderby", "Alderby", "north", 7, false},
	{"brinmouth", "Brinmouth", "north", 7, false},
	{"carrowfield", "Carrowfield", "north", 7, false},
	{"dunmere", "Dunmere", "south", 7, false},
	{"elverstone", "Elverstone", "south", 6, false},
	{"fennwick-partner", "Fennwick (Partner)", "south", 6, true},
}

var teamNames = []string{
	"Badger", "Beaver", "Bittern", "Buzzard", "Curlew", "Dipper", "Dolphin", "Eider", "Falcon", "Fox",
	"Gannet", "Hare", "Hazel", "Heron", "Ibis", "Jackdaw", "Kestrel", "Kingfisher", "Lapwing", "Linnet",
	"Lynx", "Magpie", "Marten", "Merlin", "Nightjar", "Osprey", "Otter", "Plover", "Puffin", "Raven",
	"Robin", "Rowan", "Seal", "Siskin", "Starling", "Swift", "Teal", "Tern", "Wagtail", "Wren",
}

var firstNames = []string{
	"Ada", "Amir", "Anneke", "Aoife", "Asha", "Bea", "Ben", "Bogdan", "Carla", "Chen", "Clara", "Dara", "David", "Dilan", "Edith",
	"Elif", "Emil", "Esra", "Farah", "Felix", "Fiona", "Gabor", "Grace", "Hana", "Henry", "Ines", "Ivan", "Jamal", "Jana", "Joel",
	"Juno", "Kai", "Karim", "Kofi", "Lars", "Leila", "Lena", "Luca", "Maeve", "Maja", "Marco", "Mila", "Mina", "Moses", "Nadia",
	"Nell", "Nils", "Noor", "Olga", "Omar", "Oscar", "Paula", "Pia", "Priya", "Quinn", "Rafael", "Rania", "Rosa", "Ruth", "Sami",
	"Sofia", "Sven", "Tariq", "Tess", "Thea", "Tom", "Uma", "Viktor", "Wanda", "Willem", "Xenia", "Yara", "Yusuf", "Zoe",
}

var lastStarts = []string{
	"Alder", "Ash", "Birch", "Black", "Bram", "Brook", "Cald", "Clay", "Cran", "Dal", "Ever", "Fair", "Fen", "Gold", "Grims", "Hart",
	"Haw", "Hol", "Ives", "Kel", "Lang", "Lin", "Mar", "Mere", "Nor", "Oak", "Pem", "Quill", "Ravens", "Red", "Sel", "Stan", "Thorn",
	"Under", "Wal", "West", "Wind", "Yar",
}

var lastEnds = []string{
	"bourne", "brook", "bury", "combe", "croft", "dale", "den", "feld", "ford", "gate", "ham", "hurst", "ley", "lock", "man", "mere",
	"mond", "over", "ridge", "shaw", "stead", "ton", "well", "wick", "wood", "worth",
}

// share is a value and how often it comes, in whatever sums up.
type share struct {
	value string
	of    int
}

// touch is a touch point: how often customers meet there, through what, and about what.
type touch struct {
	key      string
	of       int
	channels []share
	reasons  []share
}

var (
	served  = []share{{"phone", 48}, {"chat", 24}, {"email", 18}, {"app", 10}}
	visited = []share{{"visit", 80}, {"phone", 20}}
)

// touches are the fourteen touch points. Their names are what the keys read as.
var touches = []touch{
	{"first-enquiry", 4, served, []share{{"Prices", 5}, {"Coverage", 3}, {"Comparison", 2}}},
	{"order", 8, []share{{"web", 50}, {"phone", 30}, {"chat", 20}}, []share{{"New contract", 6}, {"Extra option", 3}, {"Change of order", 2}}},
	{"welcome-call", 4, []share{{"phone", 100}}, []share{{"First steps", 6}, {"First bill", 3}}},
	{"delivery", 9, []share{{"visit", 70}, {"phone", 20}, {"email", 10}}, []share{{"On its way", 4}, {"Late", 3}, {"Damaged", 1}}},
	{"installation", 5, visited, []share{{"New connection", 5}, {"Move", 3}, {"Repair", 3}}},
	{"billing", 11, served, []share{{"Unclear charge", 5}, {"Payment", 4}, {"Reminder", 2}}},
	{"phone-support", 14, []share{{"phone", 100}}, []share{{"No connection", 4}, {"Slow connection", 4}, {"Settings", 3}}},
	{"chat-support", 11, []share{{"chat", 100}}, []share{{"Settings", 4}, {"Slow connection", 3}, {"Contract question", 3}}},
	{"email-support", 8, []share{{"email", 100}}, []share{{"Contract question", 4}, {"Settings", 3}, {"Change of address", 2}}},
	{"self-service", 8, []share{{"app", 60}, {"web", 40}}, []share{{"Change of address", 4}, {"Password", 3}, {"Usage", 3}}},
	{"complaint", 5, served, []share{{"Broken promise", 4}, {"Wrong bill", 3}, {"Conduct", 1}}},
	{"returns", 5, []share{{"email", 40}, {"phone", 35}, {"web", 25}}, []share{{"Refund", 5}, {"Exchange", 3}}},
	{"renewal", 5, served, []share{{"Better offer", 5}, {"Same again", 4}}},
	{"cancellation", 4, served, []share{{"Moving", 3}, {"Price", 4}, {"Service", 2}}},
}

var (
	products  = []share{{"Fibre", 34}, {"Mobile", 28}, {"Bundle", 20}, {"TV", 10}, {"Business line", 8}}
	segments  = []share{{"Consumer", 82}, {"Small business", 13}, {"VIP", 5}}
	places    = []share{{"North", 27}, {"South", 25}, {"East", 22}, {"West", 19}, {"Islands", 7}}
	languages = []share{{"en", 94}, {"de", 3}, {"fr", 2}, {"es", 1}}
	kinds     = []share{{"survey", 74}, {"operational", 14}, {"feedback", 7}, {"review", 5}}
)
