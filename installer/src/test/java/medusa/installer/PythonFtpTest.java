package medusa.installer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What Python's ftplib makes of the packaged FTP server.
@EnabledOnOs(OS.LINUX)
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PythonFtpTest {
    private static final String BEGIN = """
            import ftplib, hashlib, io, os, socket, sys
            root, port, passive = os.environ['ROOT'], int(os.environ['PORT']), sys.argv[1] == 'passive'
            ftp = ftplib.FTP(timeout=30)
            ftp.connect('127.0.0.1', port)
            ftp.login('anna', 'Secret-12')
            ftp.set_pasv(passive)
            content = b''.join(hashlib.sha256(b'%d' % i).digest() for i in range(100000))
            def fetched(name, rest=None):
                into = io.BytesIO()
                ftp.retrbinary('RETR ' + name, into.write, rest=rest)
                return into.getvalue()
            def disk(name):
                with open(os.path.join(root, name), 'rb') as file:
                    return file.read()
            def refused(code, call, *arguments):
                try:
                    call(*arguments)
                except ftplib.Error as e:
                    assert str(e).startswith(code), e
                else:
                    raise AssertionError(f'{arguments} went well')
            """;

    @TempDir
    private Path folder;

    private void python(String mode, String script) throws Exception {
        Tool.require("python3");
        try (FtpSite site = new FtpSite(folder)) {
            Files.writeString(site.folder.resolve("client.py"), BEGIN + script);
            site.sh("python3 -X utf8 ../client.py " + mode);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"passive", "active"})
    void filesComeAndGo(String mode) throws Exception {
        python(mode, """
                for name in 'large', 'gr\u00fcn #1 \u6f22.bin', ' lead', '-dash', 'quote"s', '.hidden':
                    assert ftp.storbinary('STOR ' + name, io.BytesIO(content)).startswith('226')
                    assert disk(name) == content
                    assert fetched(name) == content
                    assert ftp.size(name) == len(content)
                assert fetched('large', rest=1234567) == content[1234567:]
                ftp.storbinary('STOR part', io.BytesIO(content[:1000]))
                ftp.storbinary('STOR part', io.BytesIO(content[1000:]), rest=1000)
                assert disk('part') == content
                ftp.storbinary('APPE part', io.BytesIO(b'end'))
                assert disk('part') == content + b'end'
                ftp.storlines('STOR text', io.BytesIO(b'one\\r\\ntwo\\n'))
                assert disk('text') == b'one\\ntwo\\n', disk('text')
                lines = []
                ftp.retrlines('RETR text', lines.append)
                assert lines == ['one', 'two'], lines
                ftp.voidcmd('TYPE I')
                with ftp.transfercmd('RETR large') as data:
                    got = b''.join(iter(lambda: data.recv(65536), b''))
                assert got == content and ftp.voidresp().startswith('226')
                much = content * 10 # more than the buffers between the two take
                ftp.storbinary('STOR much', io.BytesIO(much))
                data, size = ftp.ntransfercmd('RETR much')
                assert size in (None, len(much)), size
                data.close()
                refused('426', ftp.voidresp)
                assert ftp.voidcmd('NOOP').startswith('200')
                ftp.quit()
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"passive", "active"})
    void theTreeIsListedAndChanged(String mode) throws Exception {
        python(mode, """
                assert ftp.mkd('a "b" c') == '/a "b" c'
                assert ftp.cwd('a "b" c').startswith('250')
                assert ftp.pwd() == '/a "b" c'
                names = ['one', 'two words', 'gr\u00fcn', '-l', 'new']
                for name in names:
                    ftp.storbinary('STOR ' + name, io.BytesIO(b'12345'))
                assert sorted(ftp.nlst()) == sorted(names), ftp.nlst()
                facts = dict(ftp.mlsd())
                assert {n for n in facts if facts[n]['type'] == 'file'} == set(names), facts
                assert all(facts[n]['size'] == '5' and len(facts[n]['modify']) >= 14 for n in names)
                assert list(ftp.mlsd('.', ['type']))[0][1].keys() == {'type'}
                lines = []
                ftp.dir(lines.append)
                assert sorted(line[line.index(':') + 4:] for line in lines) == sorted(names), lines
                ftp.rename('one', '1')
                ftp.delete('two words')
                refused('550', ftp.delete, 'two words')
                refused('550', ftp.size, 'nowhere')
                refused('550', ftp.cwd, 'nowhere')
                ftp.cwd('..')
                refused('550', ftp.rmd, 'a "b" c')
                assert ftp.pwd() == '/'
                for name in ftp.nlst('a "b" c'):
                    ftp.delete(name if '/' in name else 'a "b" c/' + name)
                ftp.rmd('a "b" c')
                assert os.listdir(root) == []
                features = ftp.sendcmd('FEAT')
                for feature in 'UTF8', 'MLST', 'SIZE', 'MDTM', 'REST STREAM', 'TVFS':
                    assert feature in features, features
                assert 'UNIX' in ftp.sendcmd('SYST')
                assert ftp.sendcmd('STAT').startswith('211')
                refused('500', ftp.sendcmd, 'XYZZY')
                ftp.quit()
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"passive", "active"})
    void transfersAreAborted(String mode) throws Exception {
        python(mode, """
                ftp.storbinary('STOR large', io.BytesIO(content * 10))
                for how in 'abort', 'plain':
                    data = ftp.transfercmd('RETR large')
                    assert len(data.recv(1000)) > 0
                    if how == 'abort':
                        answer = ftp.abort() # IAC IP by urgent data
                        assert answer.startswith(('426', '225', '226')), answer
                        if answer.startswith('426'):
                            assert ftp.getresp().startswith('226')
                    else:
                        ftp.putcmd('ABOR')
                        refused('426', ftp.getresp)
                        assert ftp.getresp().startswith('226')
                    data.close()
                    assert ftp.voidcmd('NOOP').startswith('200')
                data = ftp.transfercmd('STOR large')
                data.sendall(content)
                ftp.putcmd('ABOR')
                refused('426', ftp.getresp)
                assert ftp.getresp().startswith('226')
                data.close()
                assert disk('large') == content * 10
                assert os.listdir(root) == ['large'], os.listdir(root)
                ftp.quit()
                """);
    }
}
