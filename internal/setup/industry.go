package setup

// place is a touch point that organisations of an industry have: one discrete event in which customer and organisation meet.
type place struct {
	key, name string
	on        []Channel // met on any of these; none named: whatever the channels are
}

// trade is what is usual in an industry. The touch points stand in the order in which a customer meets them.
type trade struct {
	site     string  // what a place of work is called
	customer string  // whom it serves
	first    string  // key of the touch point that the first survey asks about, where its channel is there
	suits    []Topic // promises that are usual
	places   []place
}

// complaint is everywhere: whoever complains must land somewhere.
var complaint = place{"complaint-handling", "Complaint handling", nil}

// trades is the table behind the proposal of touch points, by industry.
var trades = map[Industry]trade{
	ContactCentre: {site: "Site", customer: "callers", first: "agent-conversation", suits: []Topic{CallBack, FirstTime, AnswerFast, OneStory, Care},
		places: []place{
			{"ivr-menu", "IVR menu", []Channel{Phone}},
			{"queue", "Waiting in the queue", []Channel{Phone}},
			{"agent-conversation", "Agent conversation", []Channel{Phone}},
			{"on-hold", "On hold", []Channel{Phone}},
			{"transfer", "Transfer to another team", []Channel{Phone, Chat}},
			{"after-call-email", "After-call e-mail", []Channel{Phone}},
			{"call-back", "Call-back", []Channel{Phone}},
			{"chatbot", "Chatbot", []Channel{Chat}},
			{"chat-conversation", "Chat conversation", []Channel{Chat}},
			{"acknowledgement", "Acknowledgement of an enquiry", []Channel{Email, Web, Letter, Social}},
			{"email-answer", "E-mail answer", []Channel{Email}},
			{"self-service", "Self-service on the website", []Channel{Web}},
			{"service-desk", "Service desk", []Channel{Store}},
			{"field-visit", "Technician’s visit", []Channel{Visit}},
			{"letter-answer", "Answer by letter", []Channel{Letter}},
			{"social-answer", "Answer on social media", []Channel{Social}},
			{"follow-up", "Follow-up once it is solved", nil},
			complaint,
		}},
	HomeBuilding: {site: "Community", customer: "home buyers", first: "walk-through", suits: []Topic{OnTime, KeepInformed, RightFirst, PutRight, CallBack},
		places: []place{
			{"first-enquiry", "First enquiry", []Channel{Phone, Email, Web, Chat, Social}},
			{"show-home-visit", "Visit to the show home", []Channel{Store, Visit}},
			{"contract-signing", "Contract signing", nil},
			{"design-centre-appointment", "Design centre appointment", []Channel{Store, Visit}},
			{"pre-construction-meeting", "Pre-construction meeting", []Channel{Store, Visit, Phone}},
			{"construction-update", "Construction update", nil},
			{"site-visit", "Visit to the building site", []Channel{Visit}},
			{"walk-through", "Pre-delivery walk-through", nil},
			{"closing", "Closing and hand-over of the keys", nil},
			{"thirty-day-visit", "30-day visit", []Channel{Visit, Phone}},
			{"warranty-request", "Warranty request", []Channel{Phone, Email, Web, Letter, Chat}},
			{"warranty-repair", "Warranty repair visit", []Channel{Visit}},
			{"eleven-month-review", "11-month review", []Channel{Visit, Phone, Email}},
			complaint,
		}},
	Retail: {site: "Store", customer: "shoppers", first: "checkout", suits: []Topic{OnTime, Easy, PutRight, Care, AnswerFast},
		places: []place{
			{"product-search", "Product search on the website", []Channel{Web}},
			{"store-visit", "Store visit", []Channel{Store}},
			{"advice", "Advice by staff", []Channel{Store, Phone, Chat}},
			{"fitting-room", "Fitting or trying out", []Channel{Store}},
			{"checkout", "Checkout at the till", []Channel{Store}},
			{"online-order", "Online order", []Channel{Web}},
			{"order-confirmation", "Order confirmation", []Channel{Web, Email, Phone}},
			{"delivery", "Delivery", []Channel{Web, Phone, Visit}},
			{"click-and-collect", "Click and collect", []Channel{Web}},
			{"return", "Return or exchange", nil},
			{"refund", "Refund", nil},
			{"customer-service-call", "Call to customer service", []Channel{Phone}},
			{"customer-service-email", "E-mail to customer service", []Channel{Email, Letter}},
			{"customer-service-chat", "Chat with customer service", []Channel{Chat}},
			{"social-answer", "Answer on social media", []Channel{Social}},
			complaint,
		}},
	Banking: {site: "Branch", customer: "account holders", first: "advisory-meeting", suits: []Topic{Care, RightFirst, AnswerFast, CallBack, KeepInformed},
		places: []place{
			{"account-opening", "Account opening", nil},
			{"branch-counter", "Branch counter", []Channel{Store}},
			{"advisory-meeting", "Advisory meeting", []Channel{Store, Visit, Phone}},
			{"online-banking", "Online and mobile banking", []Channel{Web}},
			{"service-call", "Call to the bank", []Channel{Phone}},
			{"card-blocking", "Card blocking", []Channel{Phone, Web, Chat}},
			{"fraud-alert", "Fraud alert", []Channel{Phone, Email, Web}},
			{"loan-application", "Loan application", nil},
			{"loan-decision", "Loan decision", []Channel{Letter, Email, Phone, Store}},
			{"statement", "Account statement", []Channel{Letter, Web, Email}},
			{"secure-message", "Answer to a secure message", []Channel{Email, Web}},
			{"chat-conversation", "Chat with an adviser", []Channel{Chat}},
			{"social-answer", "Answer on social media", []Channel{Social}},
			{"account-closing", "Account closing", nil},
			complaint,
		}},
	Telecom: {site: "Shop", customer: "subscribers", first: "technical-support", suits: []Topic{FirstTime, OnTime, CallBack, KeepInformed, OneStory},
		places: []place{
			{"shop-visit", "Shop visit", []Channel{Store}},
			{"order", "Order", nil},
			{"number-porting", "Number porting", nil},
			{"delivery", "Delivery of the device", []Channel{Web, Phone, Store}},
			{"installation-visit", "Installation visit", []Channel{Visit}},
			{"activation", "Activation of the service", nil},
			{"first-bill", "First bill", []Channel{Letter, Email, Web}},
			{"ivr-menu", "IVR menu", []Channel{Phone}},
			{"queue", "Waiting in the queue", []Channel{Phone}},
			{"technical-support", "Technical support", []Channel{Phone, Chat, Email}},
			{"outage-notice", "Outage notice", []Channel{Email, Web, Social, Phone}},
			{"fault-repair", "Fault repair visit", []Channel{Visit}},
			{"self-service", "Self-service on the website", []Channel{Web}},
			{"social-answer", "Answer on social media", []Channel{Social}},
			{"contract-renewal", "Contract renewal", nil},
			{"cancellation", "Cancellation", nil},
			complaint,
		}},
	Healthcare: {site: "Clinic", customer: "patients", first: "consultation", suits: []Topic{Care, OnTime, KeepInformed, RightFirst, CallBack},
		places: []place{
			{"appointment-booking", "Appointment booking", []Channel{Phone, Web, Email, Store, Chat}},
			{"arrival", "Arrival and registration", []Channel{Store}},
			{"waiting-room", "Waiting room", []Channel{Store}},
			{"consultation", "Consultation", nil},
			{"examination", "Examination or test", []Channel{Store}},
			{"test-results", "Test results", nil},
			{"treatment", "Treatment", []Channel{Store, Visit}},
			{"discharge", "Discharge", []Channel{Store}},
			{"referral", "Referral", nil},
			{"home-visit", "Home visit", []Channel{Visit}},
			{"follow-up-call", "Follow-up call", []Channel{Phone}},
			{"patient-portal", "Patient portal", []Channel{Web}},
			{"bill", "Bill", []Channel{Letter, Email, Web}},
			{"social-answer", "Answer on social media", []Channel{Social}},
			complaint,
		}},
	Hospitality: {site: "Hotel", customer: "guests", first: "stay", suits: []Topic{Care, PutRight, Easy, AnswerFast, RightFirst},
		places: []place{
			{"booking", "Booking", nil},
			{"booking-change", "Change or cancellation", nil},
			{"pre-arrival-message", "Message before arrival", []Channel{Email, Chat, Web}},
			{"check-in", "Check-in", []Channel{Store}},
			{"stay", "Room and stay", []Channel{Store}},
			{"breakfast", "Breakfast", []Channel{Store}},
			{"restaurant", "Restaurant", []Channel{Store}},
			{"request-during-stay", "Request during the stay", []Channel{Store, Phone, Chat}},
			{"check-out", "Check-out", []Channel{Store}},
			{"transfer-service", "Transfer or pick-up", []Channel{Visit}},
			{"after-stay-message", "Message after the stay", []Channel{Email, Letter}},
			{"review-answer", "Answer to a review", []Channel{Web, Social}},
			{"reservation-call", "Call to reservations", []Channel{Phone}},
			complaint,
		}},
	PublicService: {site: "Office", customer: "citizens", first: "application", suits: []Topic{AnswerFast, KeepInformed, RightFirst, Easy, Care},
		places: []place{
			{"finding-information", "Finding information", []Channel{Web, Phone, Store}},
			{"appointment-booking", "Appointment booking", []Channel{Phone, Web, Email}},
			{"application", "Application", nil},
			{"counter-visit", "Visit to the counter", []Channel{Store}},
			{"service-line", "Call to the service line", []Channel{Phone}},
			{"written-enquiry", "Answer to a written enquiry", []Channel{Email, Letter, Web}},
			{"status-enquiry", "Enquiry about the state of things", nil},
			{"inspection-visit", "Inspection visit", []Channel{Visit}},
			{"decision-notice", "Decision notice", nil},
			{"payment", "Payment", []Channel{Web, Store, Letter}},
			{"chat-conversation", "Chat conversation", []Channel{Chat}},
			{"social-answer", "Answer on social media", []Channel{Social}},
			{"appeal", "Appeal", []Channel{Letter, Email, Web, Store}},
			complaint,
		}},
	OtherIndustry: {site: "Site", customer: "customers", first: "service-delivery", suits: []Topic{AnswerFast, OnTime, Care, PutRight, CallBack},
		places: []place{
			{"first-enquiry", "First enquiry", nil},
			{"offer", "Offer", nil},
			{"order", "Order", nil},
			{"service-delivery", "Delivery of the service", nil},
			{"phone-conversation", "Phone conversation", []Channel{Phone}},
			{"email-answer", "E-mail answer", []Channel{Email}},
			{"chat-conversation", "Chat conversation", []Channel{Chat}},
			{"self-service", "Self-service on the website", []Channel{Web}},
			{"store-visit", "Visit to the store or branch", []Channel{Store}},
			{"field-visit", "Visit to the customer", []Channel{Visit}},
			{"letter-answer", "Answer by letter", []Channel{Letter}},
			{"social-answer", "Answer on social media", []Channel{Social}},
			{"invoice", "Invoice", nil},
			complaint,
		}},
}

// spoken is what a channel is called within a sentence.
var spoken = map[Channel]string{
	Phone: "the phone", Email: "e-mail", Chat: "chat", Web: "the web", Store: "the store or branch", Visit: "field visits",
	Letter: "letters", Social: "social media",
}

// trades of industries, within a sentence.
var called = map[Industry]string{
	ContactCentre: "contact centres", HomeBuilding: "home building", Retail: "retail", Banking: "banking", Telecom: "telecom",
	Healthcare: "healthcare", Hospitality: "hospitality", PublicService: "public service", OtherIndustry: "most organisations",
}
