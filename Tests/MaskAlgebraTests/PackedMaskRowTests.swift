import Testing

@testable import MaskAlgebra

/// Masks of matrices of many sizes, with bits by a fixed rule.
private func sample(rows: Int, columns: Int, seed: Int) -> PackedMask {
  PackedMask((0..<rows * columns).map { ($0 &* 7919 &+ seed &* 104_729) % 11 < seed % 12 })
}

@Test(arguments: [(1, 1), (3, 5), (8, 8), (13, 64), (64, 13), (40, 65), (0, 4)])
func rowsAndColumnsAreCountedAsOneByOne(rows: Int, columns: Int) {
  for seed in 0..<12 {
    let mask = sample(rows: rows, columns: columns, seed: seed)
    let counts = mask.keptCounts(columns: columns)
    #expect(counts.rows == (0..<rows).map { row in (0..<columns).count { mask[row * columns + $0] } })
    #expect(counts.columns == (0..<columns).map { column in (0..<rows).count { mask[$0 * columns + column] } })
  }
}

/// Every scalar is in one block, blocks are as equal as they can be, and each tells the fraction that it keeps.
@Test(arguments: [(1, 1), (3, 5), (16, 64), (17, 65), (100, 7), (256, 130)])
func picturesDivideMatricesIntoBlocks(rows: Int, columns: Int) {
  for seed in [0, 4, 11] {
    let mask = sample(rows: rows, columns: columns, seed: seed)
    let blocks = mask.keptFractions(columns: columns, height: 16, width: 64)
    let (down, across) = (min(16, rows), min(64, columns))
    #expect(blocks.count == down && blocks.allSatisfy { $0.count == across })
    for vertical in 0..<down {
      let inside = (0..<rows).filter { $0 * down / rows == vertical }
      #expect(inside.count == rows / down || inside.count == rows / down + 1)
      for horizontal in 0..<across {
        let columnsInside = (0..<columns).filter { $0 * across / columns == horizontal }
        let kept = inside.reduce(0) { sum, row in sum + columnsInside.count { mask[row * columns + $0] } }
        #expect(blocks[vertical][horizontal] == Double(kept) / Double(inside.count * columnsInside.count))
      }
    }
  }
}

@Test func picturesOfNothingAreEmpty() {
  #expect(PackedMask(count: 0).keptFractions(columns: 0, height: 4, width: 4).isEmpty)
}
