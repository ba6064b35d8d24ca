package journey

// templates are typical ways, to be drawn over. Each stage says what customers should feel, think and do there.
var templates = []MapTemplate{
	{Key: "contact_centre", Name: "Contact centre", About: "From the first bill to a contact that is settled and followed up", text: `
before: Become a customer | welcome | this was easy | keep the number at hand
f Receive the welcome letter | Marketing | letter | 1 | first
f Get the first bill explained | Billing | e-mail | 0
b Set the account up | Operations
during: Be served | taken seriously | they know me | say it once
f Be greeted by name | Service | phone | 1
f Hear how long the wait is | Service | phone | 0
f Be handed over warmly | Service | phone | 0 | optional
b Look the history up | Service
s Keep the knowledge base | Knowledge
after: See it settled | relieved | they did what they said | stay
f Receive the written summary | Service | e-mail | 1
f Be called back as promised | Service | phone | 1
f Be asked whether it is settled | Quality | e-mail | 0 | last
b Correct what was wrong | Operations
s Learn from the cause | Quality`},
	{Key: "home_building", Name: "Home building", About: "Sold, delivered, lived in, and after-sales", text: `
before: Sold | at home already | they listen | sign
f Be shown round the model home | Sales | visit | 2 | first
f Receive the written offer | Sales | e-mail | 1
f Sign the contract | Sales | visit | 1
b Check the financing | Finance
during: Delivered | informed | it grows as promised | visit the site
f Receive the building schedule | Construction | e-mail | 1
f Hold the design centre meeting | Design | visit | 1
f Hear of each delay first | Construction | phone | 0 | optional
f Walk through before handing over | Construction | visit | 1
f Receive the keys | Construction | visit | 2
b Order materials | Purchasing
s Inspect each trade | Quality
after: Lived in | proud | it holds | tell friends
f Be called after thirty days | Customer care | phone | 1
f Be visited after eleven months | Customer care | visit | 0
after: After-sales | not left alone | they come when they say | build again
f Get the repair date confirmed | Warranty | phone, e-mail | 0
f Be told that it is repaired | Warranty | phone | 1 | last
b Send the right trade | Warranty
s Track recurring defects | Quality`},
	{Key: "retail", Name: "Retail", About: "Store and online shop, from the offer to the return", text: `
before: Find | curious | they have it | come in
f See the offer | Marketing | e-mail, web | 1 | first
f Get it reserved | Store | web | 1 | optional
during: Buy | welcome | fair | pay
f Be greeted in the store | Store | store | 1
f Be advised | Store | store | 1
f Pay at the till | Store | store | 0
b Fill the shelves | Logistics
after: Receive | looked after | as promised | unpack
f Hear when it arrives | Logistics | e-mail | 1
f Receive the parcel | Logistics | delivery | 1
after: Keep or return | safe | no trouble | come again
f Get the refund confirmed | Service | e-mail | 0 | optional
f Be asked how it was | Marketing | e-mail | 0 | last
s Check what comes back | Quality`},
	{Key: "banking", Name: "Banking", About: "From advice to years with the account or the loan", text: `
before: Be advised | understood | it fits me | decide
f Receive the invitation to advice | Branch | letter, e-mail | 0 | first
f Receive the proposal in writing | Branch | e-mail | 1
during: Open | safe | clear | sign
f Be identified | Operations | branch, video | 0
f Receive the contract | Operations | e-mail | 1
f Receive the card | Operations | letter | 1
b Check the credit | Risk
after: Use | in control | no surprises | stay
f Receive the statement | Operations | app | 0
f Be warned of a fee | Operations | app | 0
f Be told of a suspicious payment | Fraud | phone, app | -1 | optional
after: Be cared for | valued | they think ahead | bring more
f Be called before the rate ends | Branch | phone | 1
f Be asked about the advice | Quality | e-mail | 0 | last
s Watch complaints by cause | Quality`},
	{Key: "telecom", Name: "Telecom", About: "Contract, installation, running and faults", text: `
before: Choose | sure | it is there where I live | order
f Get availability confirmed | Sales | web, phone | 1 | first
f Receive the order confirmation | Sales | e-mail | 1
during: Get connected | looked forward to | on the day | be at home
f Get the installation date confirmed | Field service | e-mail, text message | 0
f Be called when the technician sets out | Field service | phone | 1
f Be shown that it runs | Field service | visit | 2
b Switch the line | Network
after: Use | nothing to think of | worth it | stay
f Receive the first bill explained | Billing | e-mail | 0
f Hear of planned work | Network | text message | 0
after: Get help | not alone | settled the first time | stay
f Be told of an outage | Network | text message | -1 | optional
f Be told that it runs again | Network | text message | 1 | optional
f Be asked before the contract ends | Sales | phone | 0 | last
s Find what fails often | Network`},
	{Key: "healthcare", Name: "Healthcare", About: "From the referral to the follow-up", text: `
before: Get in | calm | they expect me | come prepared
f Get the date confirmed | Reception | phone, letter | 1 | first
f Receive what to bring | Reception | letter | 0
during: Be treated | safe | I understand | agree
f Be received | Reception | practice | 1
f Hear how long the wait is | Reception | practice | 0
f Be examined | Medical | practice | 0
f Hear the findings explained | Medical | practice | 1
b Read the history | Medical
after: Recover | looked after | I know what to do | follow it
f Receive the letter of findings | Medical | letter | 0
f Be called about results | Medical | phone | 0
f Be asked how it goes | Nursing | phone | 1 | last
s Review what went wrong | Quality`},
	{Key: "hospitality", Name: "Hospitality", About: "From the booking to the next stay", text: `
before: Book | looking forward | easy | book
f Receive the booking confirmation | Reservations | e-mail | 1 | first
f Be asked for wishes | Reservations | e-mail | 1
during: Stay | at home | they notice | enjoy
f Be welcomed | Front office | reception | 2
f Be shown to the room | Front office | visit | 1
f Be served breakfast | Restaurant | restaurant | 1
f Be asked during the stay | Front office | in person | 0
b Prepare the room | Housekeeping
s Keep the house in repair | Engineering
after: Leave and remember | sad to go | worth it | come again
f Be seen off | Front office | reception | 1
f Receive the bill | Front office | e-mail | 0
f Be thanked | Marketing | e-mail | 1 | last`},
	{Key: "public_service", Name: "Public service", About: "From the question to the decision and after", text: `
before: Find out | not lost | I know what I need | apply
f Be told of one's right | Information | letter, web | 0 | first
f Receive the checklist | Information | web, counter | 1
during: Apply | treated as equal | it moves | wait
f Get the receipt confirmed | Office | e-mail, letter | 0
f Be received at the counter | Office | counter | 0
f Hear how far it is | Office | e-mail | 1
b Examine the application | Office
after: Decision | fairly treated | I understand why | accept
f Receive the decision explained | Office | letter | 0
f Be told how to object | Office | letter | 0
f Be asked how it was | Quality | letter, web | 0 | last
s Rewrite letters nobody understands | Quality`},
}
