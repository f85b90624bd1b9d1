package io.samegate.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        ''                                                                        | */*
        */*                                                                       | */*
        application/json, */*                                                     | application/json
        application/yaml                                                          | application/yaml
        application/yaml;q=0.5, application/json;q=0.9                            | application/json
        application/vnd.kubernetes.protobuf,application/json                      | application/json
        application/vnd.kubernetes.protobuf, */*                                  | */*
        APPLICATION/YAML ; charset=utf-8                                          | application/yaml
        application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/yaml        | application/yaml
        """)
    void theFirstOfTheBestThatThereIsWins(String header, String type) {
        assertThat(Accepted.best(header)).map(Accepted::type).contains(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/vnd.kubernetes.protobuf",
                "text/html",
                "application/json;q=0",
                "application/json;as=Table;v=v1beta1;g=meta.k8s.io",
                "application/json;as=Nonsense"
            })
    void whatThereIsNotSatisfiesNobody(String header) {
        assertThat(Accepted.best(header)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json | true
        application/json,application/json;as=Table;v=v1;g=meta.k8s.io | false
        """)
    void aTableIsForWhoWantsItMost(String header, boolean table) {
        assertThat(Accepted.best(header)).map(Accepted::isTable).contains(table);
    }
}
