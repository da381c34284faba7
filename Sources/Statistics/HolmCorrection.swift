/// The p-values of several tests of one table, adjusted so that the probability of any false positive is at most the
/// level: Holm, "A Simple Sequentially Rejective Multiple Test Procedure" (1979).
package func holmAdjusted(_ pValues: [Double]) -> [Double] {
  var adjusted = pValues
  var largest = 0.0
  let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
  for (rank, place) in order.enumerated() {
    largest = max(largest, min(1, Double(pValues.count - rank) * pValues[place]))
    adjusted[place] = largest
  }
  return adjusted
}
