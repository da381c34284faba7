import Testing

@testable import Evidence

@Suite struct ScoreConditionTests {
  @Test(arguments: [
    ("ner < -0.5", "ner", ScoreCondition.Order.below, -0.5), ("ner wnut<=-0.5", "ner wnut", .atMost, -0.5),
    (" mean >= 1e1 ", "mean", .atLeast, 10), ("a > 0", "a", .above, 0),
  ])
  func conditionsAreRead(text: String, column: String, order: ScoreCondition.Order, bound: Double) throws {
    let condition = try #require(ScoreCondition(text))
    #expect(condition.column == column && condition.order == order && condition.bound == bound)
  }

  @Test(arguments: ["", "ner", "< 1", "ner <", "ner < x", "ner < inf", "ner < nan", "ner = 1", "ner < 1 < 2"])
  func otherTextsAreNone(text: String) { #expect(ScoreCondition(text) == nil) }

  @Test func boundsBelongToTheirSides() throws {
    func holds(_ text: String) throws -> Bool { try #require(ScoreCondition(text)).holds(of: 1) }
    #expect(try holds("a <= 1") && holds("a >= 1") && !holds("a < 1") && !holds("a > 1"))
  }
}
