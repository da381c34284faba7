import Parallel
import Synchronization
import Testing

@Test(arguments: [0, 1, 2, 63, 64, 65, 1_000, 10_000])
func partsAreAddedInTheOrderOfTheElements(count: Int) {
  let numbers = Array(0..<count)
  #expect(numbers.concurrentMap { "\($0)" } == numbers.map { "\($0)" })
  let text = numbers.concurrentlyReduced(into: "") {
  } _: { number, _ in
    "\(number) "
  } _: { text, part in
    text += part
  }
  #expect(text == numbers.map { "\($0) " }.joined())
}

@Test func aStateIsOfOneThreadAlone() {
  final class Counter {
    var isInUse = false
  }
  let overlaps = Array(0..<1_000).concurrentlyReduced(into: 0) {
    Counter()
  } _: { _, counter in
    let isOverlapping = counter.isInUse
    counter.isInUse = true
    for _ in 0..<100 where Bool.random() { _ = counter.isInUse }
    counter.isInUse = false
    return isOverlapping ? 1 : 0
  } _: { count, overlap in
    count += overlap
  }
  #expect(overlaps == 0)
}
