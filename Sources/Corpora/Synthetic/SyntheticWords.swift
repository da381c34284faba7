/// The common words that the synthetic language takes from English.
enum SyntheticWords {
  /// Words that are nouns as well as verbs, with an object or without.
  static let nounsAndTransitiveVerbs = [
    "plan", "report", "visit", "order", "offer", "study", "review", "attack", "support", "change", "claim",
    "demand",
    "search", "charge", "test", "question", "fund", "record", "target", "limit", "market", "design",
  ]
  static let nounsAndIntransitiveVerbs = [
    "rally", "work", "talk", "trade", "vote", "return", "gain", "drop", "move", "march", "protest", "decline",
    "struggle", "comment",
  ]

  static let nouns = [
    "company", "government", "minister", "year", "price", "police", "team", "group", "share",
    "city", "party", "bank", "season", "match", "worker", "leader", "court", "president", "industry",
    "road", "building", "meeting", "treaty", "village", "farmer", "player", "coach", "school", "law",
    "budget", "crisis",
  ]

  /// Words that are nouns as well as adjectives.
  static let nounsAndAdjectives = [
    "chief", "official", "public", "individual", "standard", "light", "human", "criminal", "executive",
    "potential",
    "native", "general", "material", "conservative", "patient", "second", "past", "future",
  ]
  static let adjectives = [
    "new", "big", "small", "old", "strong", "weak", "economic", "local", "national", "foreign", "recent",
    "major",
    "possible", "early", "late", "hard", "fast", "private", "clear", "difficult", "central", "military",
    "free",
  ]

  /// Words that are adjectives before a noun and adverbs after a verb.
  static let adjectivesAndAdverbs = ["early", "late", "hard", "fast", "straight", "deep", "daily"]
  static let adverbs = [
    "also", "still", "again", "soon", "quickly", "recently", "probably", "already", "often", "sharply",
    "slightly",
    "never", "now", "only", "finally",
  ]

  static let transitiveVerbs = [
    Verb("make", past: "made"), Verb("take", past: "took", participle: "taken"), Verb("cut", past: "cut"),
    Verb("hold", past: "held"), Verb("win", past: "won"), Verb("lead", past: "led"),
    Verb("buy", past: "bought"),
    Verb("sell", past: "sold"), Verb("see", past: "saw", participle: "seen"), Verb("put", past: "put"),
    Verb("meet", past: "met"), Verb("sign"), Verb("reject"), Verb("approve"), Verb("arrest"),
  ]
  static let intransitiveVerbs = [
    Verb("rise", past: "rose", participle: "risen"), Verb("fall", past: "fell", participle: "fallen"),
    Verb("go", past: "went", participle: "gone"), Verb("come", past: "came", participle: "come"), Verb("die"),
    Verb("arrive"), Verb("continue"), Verb("open"), Verb("close"), Verb("start"),
  ]
  static let reportingVerbs = [
    Verb("say", past: "said"), Verb("say", past: "said"), Verb("say", past: "said"), Verb("report"),
    Verb("claim"),
    Verb("add"), Verb("announce"), Verb("warn"), Verb("believe"), Verb("think", past: "thought"),
    Verb("know", past: "knew", participle: "known"),
  ]
  static let controlVerbs = [
    Verb("plan"), Verb("want"), Verb("try"), Verb("need"), Verb("hope"), Verb("offer"), Verb("refuse"),
    Verb("agree"),
    Verb("expect"), Verb("fail"),
  ]
  static let particles = ["up", "out", "off", "down", "over"]

  /// Names that people, places, teams and companies share.
  static let sharedNames = [
    "Washington", "Jordan", "Paris", "Lincoln", "Victoria", "Sydney", "Austin", "Florence", "Chelsea",
    "Houston",
    "Hamilton", "Madison", "Georgia", "Dallas", "Charlotte", "Chester", "Lancaster", "Preston", "Milan",
    "Kent",
    "Carson", "Bolton", "Burton", "Stanley", "Bradford", "Melbourne", "Orlando", "Santiago",
  ]
  static let titles = ["Mr.", "Mrs.", "Dr.", "President", "Minister", "Judge", "General"]
  static let companyEndings = ["Corp.", "Inc.", "Group", "Bank", "Holdings", "Press"]
  static let clubEndings = ["United", "City", "Rangers", "Rovers"]
  static let eventEndings = ["Cup", "Open", "Prize", "Festival"]
  static let institutions = ["University", "Bank", "Republic", "Museum"]
  static let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
  static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November",
    "December",
  ]
  static let numerals = ["two", "three", "four", "five", "six", "ten", "one"]
}
