// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours is built in Swift 6 mode and refuses warnings; the dependencies are not ours to judge.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
    name: "training",
    products: [.executable(name: "training", targets: ["TrainingServer"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    ],
    targets: [
        // MARK: The rules
        .target(name: "Training", swiftSettings: strict),

        // MARK: Text and tables
        .target(
            name: "Content",
            dependencies: ["Training", "CMarkGFM", "CZip", "Yams", crypto],
            swiftSettings: strict),
        .target(name: "Tabular", dependencies: ["CExpat", "CXlsxWriter", "CZip"], swiftSettings: strict),

        // MARK: Storage
        .target(name: "SQL", swiftSettings: strict),
        .target(name: "Records", dependencies: ["SQL", "Training", crypto], swiftSettings: strict),
        .target(
            name: "SQLiteStorage",
            dependencies: ["SQL", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),

        // MARK: The server
        .target(
            name: "Web",
            dependencies: [
                "Training", "Content", "Tabular", "Records", "CCrypt", "CQREncode", "CZlib", crypto, logging,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "Metrics", package: "swift-metrics"),
            ],
            resources: [.copy("Templates"), .copy("Assets"), .copy("Strings")],
            swiftSettings: strict),
        .executableTarget(
            name: "TrainingServer",
            dependencies: [
                "Web", "Content", "Records", "SQL", "SQLiteStorage", "Tabular", "Training", logging,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),

        // MARK: C libraries of the system
        .systemLibrary(
            name: "CMarkGFM", path: "Sources/SystemLibraries/CMarkGFM", pkgConfig: "libcmark-gfm",
            providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
        .systemLibrary(
            name: "CCrypt", path: "Sources/SystemLibraries/CCrypt", pkgConfig: "libxcrypt",
            providers: [.apt(["libcrypt-dev"])]),
        .systemLibrary(
            name: "CExpat", path: "Sources/SystemLibraries/CExpat", pkgConfig: "expat",
            providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(
            name: "CXlsxWriter", path: "Sources/SystemLibraries/CXlsxWriter", pkgConfig: "xlsxwriter",
            providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(
            name: "CQREncode", path: "Sources/SystemLibraries/CQREncode", pkgConfig: "libqrencode",
            providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(
            name: "CZip", path: "Sources/SystemLibraries/CZip", pkgConfig: "libzip",
            providers: [.apt(["libzip-dev"])]),
        .systemLibrary(
            name: "CZlib", path: "Sources/SystemLibraries/CZlib", pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"])]),

        // MARK: Tests
        .target(
            name: "TestSupport",
            dependencies: ["Training", "SQL", "Records", "SQLiteStorage"],
            path: "Tests/Support", swiftSettings: strict),
        .testTarget(name: "TrainingTests", dependencies: ["Training", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "ContentTests", dependencies: ["Content", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "TabularTests", dependencies: ["Tabular", "CZip"], swiftSettings: strict),
        .testTarget(
            name: "SQLiteStorageTests", dependencies: ["SQLiteStorage", "SQL"], swiftSettings: strict),
        .testTarget(name: "RecordsTests", dependencies: ["Records", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "WebTests",
            dependencies: ["Web", "TestSupport", .product(name: "HummingbirdTesting", package: "hummingbird")],
            swiftSettings: strict),
        .testTarget(
            name: "TrainingServerTests",
            dependencies: [
                "TrainingServer", "Content", "Records", "SQLiteStorage", "Training",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
