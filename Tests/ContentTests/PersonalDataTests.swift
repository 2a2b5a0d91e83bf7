import Testing

struct `Personal data` {
    // Numbers that pass the checks by construction; none is taken from anywhere.
    @Test(arguments: [
        ("身份证 110101199003070134。", "personal ID number"),
        ("11010119900307053X", "personal ID number"),
        ("号码：110101 19900307 0134", "personal ID number"),
        ("１１０１０１１９９００３０７０１３４", "personal ID number"),
        ("电话13912345678，", "mobile phone number"),
        ("139-1234-5678", "mobile phone number"),
        ("+86 139 1234 5678", "mobile phone number"),
        ("+8613912345678", "mobile phone number"),
        ("卡号 6222021234567890128", "bank card number"),
        ("卡号 4111 1111 1111 1111", "bank card number"),
    ])
    func `is an error that does not repeat the number`(text: String, kind: String) throws {
        let problems = try World.problems { try $0.replace("张某在家", by: "张某\n\(text)在家", in: World.lesson) }
        #expect(problems == ["Courses/visits/01-knock.md:8: error: looks like a real \(kind)"])
    }

    @Test(arguments: [
        "110101199003070135", "1101011990030701345", "12345", "029-12345678", "2019-11-01 2019-12-31", "12912345678",
        "610000000000", "6222021234567890123", "4111 1111 1111 1112", "陕民发〔2019〕78号",
    ])
    func `is not seen in numbers that name nobody`(text: String) throws {
        let problems = try World.problems { try $0.replace("张某在家", by: "张某\n\(text) 在家", in: World.lesson) }
        #expect(problems == [])
    }

    @Test func `is found in YAML and its comments, and hidden where a message quotes it`() throws {
        let problems = try World.problems {
            try $0.append("\n# 13912345678", to: World.sheet)
            try $0.replace("answer: a\n", by: "answer: 13912345678\n", in: World.bank)
        }
        #expect(
            problems == [
                "Courses/visits/course.yml:13: error: looks like a real mobile phone number",
                "Questions/visits.yml:17: error: looks like a real mobile phone number",
                "Questions/visits.yml:17: error: `answer` names the unknown option `•••••••••••`",
            ])
    }
}
