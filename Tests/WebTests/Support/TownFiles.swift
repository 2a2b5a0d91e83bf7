extension Town {
    /// What nobody may see of a paper before it is handed in: reasons, explanations and the names of options in the
    /// file. Every one of them stands in `files`.
    static let secrets = [
        "REASON", "EXPLANATION", "keyRight", "keyWrong", "keyFirst", "keySecond", "keyThird", "keyTrue", "keyFalse",
    ]

    /// Two courses: `visits`, whose quiz asks one question of each kind, and `publicity`, whose lessons must be read
    /// before its quiz.
    static let files = [
        "Courses/visits/course.yml": """
        title: 走访
        title_en: Visits
        summary: 怎样走访。
        summary_en: How to visit.
        area: awareness
        audience: [frontline]
        credit_hours: 0.5
        outcomes: [能上门, 能记录, 能答复]
        outcomes_en: [visit, record, reply]
        checklist:
          - {text: 先敲门, clauses: [L-1]}
          - {text: 再开口, clauses: [L-1]}
          - {text: 看一看, clauses: [L-1]}
          - {text: 问一问, clauses: [L-1]}
          - {text: 记下来, clauses: [L-1]}
          - {text: 念一遍, clauses: [L-1]}
          - {text: 签上字, clauses: [L-1]}
          - {text: 面对面谈, clauses: [N-1]}
        lessons:
          - 01-knock
          - 02-record
        quiz:
          topics: [visits]
          draw: 3
          pass_mark: 60
        """,
        "Courses/visits/01-knock.md": """
        ---
        title: 先敲门
        minutes: 6
        era: current
        clauses: [L-1]
        ---
        甲村张某在家。

        ![一张流程图](images/board.svg)
        """,
        "Courses/visits/02-record.md": """
        ---
        title: 再记录
        minutes: 4
        era: "2019"
        clauses: [N-1]
        ---
        2019年情景：镇里来了通知。
        """,
        "Courses/visits/images/board.svg":
            #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>流程</title></svg>"#,
        "Courses/publicity/course.yml": """
        title: 公示
        title_en: Publicity
        summary: 什么可以公示。
        summary_en: What may be published.
        area: quality
        lessons:
          - 01-names
        quiz:
          topics: [publicity]
          draw: 1
          pass_mark: 80
          lessons_first: true
        """,
        "Courses/publicity/01-names.md": """
        ---
        title: 名字
        minutes: 3
        era: current
        clauses: [L-1]
        ---
        姓名要公示。
        """,
        "Courses/clauses/law.yml": """
        - id: L-1
          version: 1
          text: 应当上门调查。
          source: 社会救助法
          era: current
          verified: true
        - id: N-1
          version: 1
          text: 要面对面。
          source: 陕民发〔2019〕78号
          era: "2019"
          verified: true
        """,
        "Questions/visits.yml": """
        - id: visits-knock
          type: single
          era: current
          clauses: [L-1]
          stem: 敲门没人应，怎么办？
          image: door.svg
          image_alt: 一扇门
          options:
            - {key: keyRight, text: 改天再来, reason: REASON 要见到人。}
            - {key: keyWrong, text: 当作核过, reason: REASON 没见到人不算。}
          answer: keyRight
          explanation: EXPLANATION 要见到人。
        - id: visits-record
          type: multiple
          era: current
          clauses: [L-1]
          stem: 记什么？
          options:
            - {key: keyFirst, text: 时间, reason: REASON 要记。}
            - {key: keySecond, text: 猜测, reason: REASON 不记。}
            - {key: keyThird, text: 地点, reason: REASON 要记。}
          answer: [keyFirst, keyThird]
          explanation: EXPLANATION 记事实。
        - id: visits-skip
          type: true_false
          era: current
          clauses: [L-1]
          stem: 可以不上门。
          options:
            - {key: keyTrue, text: 对, reason: REASON 不行。}
            - {key: keyFalse, text: 错, reason: REASON 要上门。}
          answer: keyFalse
          explanation: EXPLANATION 要上门。
        """,
        "Questions/images/door.svg":
            #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><title>门</title></svg>"#,
        "Questions/publicity.yml": """
        - id: publicity-names
          type: true_false
          era: current
          clauses: [L-1]
          stem: 姓名可以公示。
          options:
            - {key: keyTrue, text: 对, reason: REASON 可以。}
            - {key: keyFalse, text: 错, reason: REASON 不对。}
          answer: keyTrue
          explanation: EXPLANATION 可以。
        """,
    ]
}
