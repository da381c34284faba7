import Glibc
import Parallel
import Testing

@Test(arguments: [0, 1, 2, 63, 64, 65, 1_000, 10_000], [1, 2, 3, 8])
func partsAreAddedInTheOrderOfTheElements(count: Int, threads: Int) {
  let numbers = Array(0..<count)
  #expect(numbers.concurrentMap(threads: threads) { "\($0)" } == numbers.map { "\($0)" })
  let text = numbers.concurrentlyReduced(into: "", threads: threads) {
  } _: { number, _ in
    "\(number) "
  } _: { text, part in
    text += part
  }
  #expect(text == numbers.map { "\($0) " }.joined())
}

/// A part that is slow keeps none of the later ones from being computed, and stands before them all the same.
@Test func slowPartsKeepTheirPlaces() {
  let numbers = Array(0..<100)
  let squares = numbers.concurrentlyReduced(into: [Int]()) {
  } _: { number, _ in
    if number.isMultiple(of: 10) { usleep(2_000) }
    return number * number
  } _: { squares, square in
    squares.append(square)
  }
  #expect(squares == numbers.map { $0 * $0 })
}

@Test func aStateStaysOnTheThreadThatMadeIt() {
  final class Owned {
    let thread = pthread_self()
  }
  let strangers = Array(0..<1_000).concurrentlyReduced(into: 0) {
    Owned()
  } _: { _, state in
    pthread_equal(state.thread, pthread_self()) == 0 ? 1 : 0
  } _: { count, stranger in
    count += stranger
  }
  #expect(strangers == 0)
}
