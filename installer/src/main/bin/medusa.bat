@echo off
rem Starts Medusa on a Java 25 or later: %MEDUSA_JAVA_HOME%, %JAVA_HOME%, the PATH, then the usual places, in this order.
rem More options for Java come from %MEDUSA_JAVA_OPTIONS%.
setlocal EnableExtensions DisableDelayedExpansion

set "needed=25"
set "java="
for %%I in ("%~dp0..") do set "home=%%~fI"

if defined MEDUSA_JAVA_HOME (
    call :consider "%MEDUSA_JAVA_HOME%"
    if not defined java echo medusa: passing over MEDUSA_JAVA_HOME, which is no Java %needed% or later>&2
)
if not defined java if defined JAVA_HOME call :consider "%JAVA_HOME%"
if not defined java for %%J in (java.exe) do if not "%%~$PATH:J"=="" call :consider "%%~dp$PATH:J.."
if not defined java for %%P in ("%ProgramFiles%\Java" "%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu" "%ProgramFiles%\Amazon Corretto") do (
    if exist "%%~P\" for /d %%D in ("%%~P\*") do call :consider "%%~fD"
)
if not defined java (
    echo medusa: no Java %needed% or later was found in MEDUSA_JAVA_HOME, JAVA_HOME, the PATH or the program folders.>&2
    echo Install one, or set MEDUSA_JAVA_HOME to the folder of one.>&2
    exit /b 1
)

rem The window has modules of its own, which the server would only load for nothing.
set "modules=%home%\lib"
set "native=medusa.engine,com.sun.jna,org.jline.terminal.ffm"
if "%~1"=="console" if exist "%home%\lib\console" (
    set "modules=%home%\lib;%home%\lib\console"
    set "native=%native%,javafx.graphics"
)

"%java%" -XX:+UseSerialGC -Xshare:auto --enable-native-access=%native% -Djdk.nio.maxCachedBufferSize=65536 "-Dmedusa.home=%home%" %MEDUSA_JAVA_OPTIONS% --module-path "%modules%" --module medusa.engine/medusa.server.Main %*
exit /b %ERRORLEVEL%

rem Sets java if the folder %1 is the home of one that is new enough; the first one found stays.
:consider
if defined java exit /b 0
if not exist "%~1\bin\java.exe" exit /b 0
set "version="
if exist "%~1\release" for /f "usebackq tokens=2 delims==" %%V in (`findstr /b "JAVA_VERSION=" "%~1\release"`) do set "version=%%~V"
if not defined version for /f "usebackq tokens=3" %%V in (`call "%~1\bin\java.exe" -version 2^>^&1 ^| findstr /c:" version "`) do set "version=%%~V"
if not defined version exit /b 0
set "major=0"
for /f "tokens=1 delims=.-+_" %%M in ("%version%") do set "major=%%M"
if %major% GEQ %needed% set "java=%~1\bin\java.exe"
exit /b 0
