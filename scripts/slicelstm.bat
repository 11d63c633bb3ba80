@echo off
rem The command line tool on Windows: scripts\slicelstm.bat --help
rem Needs a JDK 17 or newer and Maven. After a change to the sources, delete target\slicelstm.classpath.
setlocal DisableDelayedExpansion
for %%d in ("%~dp0..") do set "ROOT=%%~fd"
set "CLASSPATH_FILE=%ROOT%\target\slicelstm.classpath"

if exist "%CLASSPATH_FILE%" if exist "%ROOT%\target\classes\org\slicelstm" goto ready
echo SliceLSTM: setting up; the first time takes a few minutes. 1>&2
call mvn -B -q -ntp -f "%ROOT%\pom.xml" compile dependency:build-classpath "-DincludeScope=compile" "-Dmdep.pathSeparator=;" "-Dmdep.outputFile=%CLASSPATH_FILE%" 1>&2
if errorlevel 1 (
  echo SliceLSTM: Maven could not build SliceLSTM; the lines above say why. 1>&2
  exit /b 2
)

:ready
for /f "usebackq delims=" %%c in ("%CLASSPATH_FILE%") do set "LIBRARIES=%%c"
if not defined TF_CPP_MIN_LOG_LEVEL set "TF_CPP_MIN_LOG_LEVEL=3"

rem The options of scripts/java-options.
set "OPTIONS=-XX:+UseSerialGC -Xmn32m -XX:SurvivorRatio=1 -XX:MaxRAMPercentage=40"
set "OPTIONS=%OPTIONS% -Dorg.bytedeco.javacpp.maxphysicalbytes=0 -Djava.awt.headless=true"
set "OPTIONS=%OPTIONS% -Dlogback.configurationFile=org/slicelstm/cli/logback.xml"
java --sun-misc-unsafe-memory-access=allow -version >nul 2>&1
if not errorlevel 1 set "OPTIONS=%OPTIONS% --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"

rem SLICELSTM_JAVA_OPTIONS holds further options for Java, separated by spaces.
java %OPTIONS% %SLICELSTM_JAVA_OPTIONS% -cp "%ROOT%\target\classes;%LIBRARIES%" org.slicelstm.cli.Main %*
exit /b %ERRORLEVEL%
